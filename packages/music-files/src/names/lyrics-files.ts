import { isAudioName } from './audio-names.ts';
import { stemOf } from './companion-names.ts';

/** The one to prefer first: what can time words comes before what mostly times lines. */
const EXTENSIONS = ['ttml', 'elrc', 'lrc', 'srt', 'vtt', 'txt'];
const LYRICS_NAME = new RegExp(String.raw`\.(?:${EXTENSIONS.join('|')})$`, 'i');
const LANGUAGE = /\.([a-z]{2,3}(?:-[a-z\d]{2,8}){0,3})$/i;
const MOST_BESIDE = 8;

/** A lyrics file beside music. */
export interface LyricsFile {
  name: string;
  /** Where the name tells one, as in `name.de.ttml`. */
  language: string | null;
}

export const isLyricsName = (name: string): boolean => LYRICS_NAME.test(name);

/**
 * The lyrics files beside each audio file: of the same name with or without its extension, perhaps with a language behind it.
 * Those without a language come first, since it is the song's own, and those of the whole name before those that other files
 * of the same name share. Names are equal in any normal form of Unicode: some systems change it.
 */
export class LyricsFiles {
  readonly #byStem = new Map<string, LyricsFile[]>();

  /** Of all names in a folder. */
  constructor(names: readonly string[]) {
    for (const name of names) {
      if (!isLyricsName(name)) continue;
      const stem = toKey(stemOf(name));
      const language = languageOf(stem);
      this.#add(stem, { name, language: null });
      if (language !== null) this.#add(stem.slice(0, -language.length - 1), { name, language });
    }
  }

  listBeside(audioName: string): LyricsFile[] {
    const whole = this.#listOf(audioName);
    const shared = this.#listOf(stemOf(audioName)).filter(({ name }) => !whole.some((file) => file.name === name));
    return [...whole, ...shared].toSorted(compare).slice(0, MOST_BESIDE);
  }

  #listOf(name: string): readonly LyricsFile[] {
    return this.#byStem.get(toKey(name))?.toSorted((a, b) => (a.name < b.name ? -1 : 1)) ?? [];
  }

  #add(stem: string, file: LyricsFile): void {
    const beside = this.#byStem.get(stem);
    if (beside === undefined) this.#byStem.set(stem, [file]);
    else beside.push(file);
  }
}

/** Three letters that end the name of audio are no language: `name.ogg.lrc`. Italian and a few others can be either. */
function languageOf(stem: string): string | null {
  const language = LANGUAGE.exec(stem)?.[1] ?? null;
  return language !== null && language.length > 2 && isAudioName(stem) ? null : language;
}

const toKey = (name: string): string => name.normalize('NFC');

const compare = (a: LyricsFile, b: LyricsFile): number =>
  Number(a.language !== null) - Number(b.language !== null) || rank(a) - rank(b);

const rank = ({ name }: LyricsFile): number => EXTENSIONS.indexOf(name.slice(name.lastIndexOf('.') + 1).toLowerCase());

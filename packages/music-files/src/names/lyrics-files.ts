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
 * The lyrics files beside each audio file: of the same name but for the extension, perhaps with a language before it. Those
 * without a language come first, since it is the song's own.
 */
export class LyricsFiles {
  readonly #byStem = new Map<string, LyricsFile[]>();

  /** Of all names in a folder. */
  constructor(names: readonly string[]) {
    for (const name of names) {
      if (!isLyricsName(name)) continue;
      const stem = stemOf(name);
      const language = LANGUAGE.exec(stem)?.[1] ?? null;
      this.#add(stem, { name, language: null });
      if (language !== null) this.#add(stem.slice(0, -language.length - 1), { name, language });
    }
  }

  listBeside(audioName: string): LyricsFile[] {
    const beside = this.#byStem.get(stemOf(audioName));
    return beside === undefined ? [] : beside.toSorted((a, b) => compare(a, b)).slice(0, MOST_BESIDE);
  }

  #add(stem: string, file: LyricsFile): void {
    const beside = this.#byStem.get(stem);
    if (beside === undefined) this.#byStem.set(stem, [file]);
    else beside.push(file);
  }
}

const compare = (a: LyricsFile, b: LyricsFile): number =>
  Number(a.language !== null) - Number(b.language !== null) || rank(a) - rank(b) || (a.name < b.name ? -1 : 1);

const rank = ({ name }: LyricsFile): number => EXTENSIONS.indexOf(name.slice(name.lastIndexOf('.') + 1).toLowerCase());

/** A word or syllable. The texts of a phrase's words, one after the other, give its text: they hold the spaces between. */
export interface LyricWord {
  startMs: number;
  endMs: number;
  text: string;
}

export interface LyricPhrase {
  /** Null in lyrics without times. */
  startMs: number | null;
  /** Null where nothing says it: then it lasts until the next line. */
  endMs: number | null;
  /** A line break parts the rows of a subtitle. */
  text: string;
  /** Null where single words have no times. */
  words: LyricWord[] | null;
}

export interface LyricLine extends LyricPhrase {
  /** Who sings it, of `voices`; null where nothing says it. */
  voiceId: string | null;
  /** Sung behind the line. */
  background: LyricPhrase | null;
  translations: { language: string | null; text: string }[];
}

export interface LyricVoice {
  id: string;
  kind: 'person' | 'group' | 'other';
  name: string | null;
}

export interface Lyrics {
  isTimed: boolean;
  language: string | null;
  source: 'embedded' | 'file';
  /** Name of the file beside that they are from; null for those inside, and where a former version read them. */
  fileName: string | null;
  /** Names of the files beside that its translations are from. */
  translationFiles: string[];
  /** In the order in which the file names them; the first is the one in front. */
  voices: LyricVoice[];
  lines: LyricLine[];
}

export const buildLine = (line: Pick<LyricLine, 'startMs' | 'text'> & Partial<LyricLine>): LyricLine => ({
  endMs: null,
  words: null,
  voiceId: null,
  background: null,
  translations: [],
  ...line,
});

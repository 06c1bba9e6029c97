import { DomainError } from './errors.ts';
import type { TrackDraft } from './identify-track.ts';

/** File systems allow 255 bytes a name; the rest is for a number and the ending. */
const LONGEST_NAME_BYTES = 200;
const MOST_FOLDERS = 8;
const MOST_NUMBERS = 1000;
/** Not allowed on Windows, where the folder may be shared to, and control characters. */
const UNSAFE = /[\p{Cc}\u2028\u2029\ufffd<>:"|?*\\/]/gu;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const FALLBACK_NAME = '_';

/** One name of a file or folder that no file system misunderstands. Leading dots go: scans pass over what is hidden. */
export function toSafeName(name: string): string {
  const plain = name.toWellFormed().normalize('NFC').replace(UNSAFE, '_').trim().replace(/^\.+/, '').trim();
  const short = cutBytes(plain, LONGEST_NAME_BYTES).replace(/[. ]+$/, '');
  if (short === '') return FALLBACK_NAME;
  return RESERVED.test(short) ? `_${short}` : short;
}

/** What a client told for a name, without the path that some put before it. */
export const toLastName = (name: string): string => name.split(/[/\\]/).at(-1) ?? '';

/** A folder as the client told it; steps upwards and empty ones go. */
export function toSafeFolder(folder: string): string[] {
  const steps = folder.split(/[/\\]+/).filter((step) => step !== '' && step !== '.' && step !== '..');
  return steps.slice(-MOST_FOLDERS).map(toSafeName);
}

type Naming = Pick<TrackDraft, 'artistCredit' | 'albumArtistCredit' | 'albumTitle' | 'format'>;

/** Where a single file goes: Artist/Album. */
export function toTaggedFolder({ albumArtistCredit, artistCredit, albumTitle }: Naming): string[] {
  const artist = albumArtistCredit ?? artistCredit;
  return [artist, albumTitle ?? ''].filter((name) => name.trim() !== '').map(toSafeName);
}

const ENDINGS: Readonly<Record<string, string>> = {
  mp3: 'mp3',
  flac: 'flac',
  vorbis: 'ogg',
  opus: 'opus',
  alac: 'm4a',
  aac: 'm4a',
  pcm: 'wav',
  wma: 'wma',
  ape: 'ape',
  wavpack: 'wv',
  musepack: 'mpc',
};

/** Splits a safe name into stem and ending (with its dot). One that scans would pass over gets the ending of its content. */
export function toFileName(fileName: string, codec: string, isAudioName: (name: string) => boolean): [string, string] {
  const safe = toSafeName(fileName);
  const dot = safe.lastIndexOf('.');
  if (dot > 0 && isAudioName(safe)) return [safe.slice(0, dot), safe.slice(dot)];
  const ending = ENDINGS[codec];
  return [dot > 0 ? safe.slice(0, dot) : safe, ending === undefined ? '' : `.${ending}`];
}

/** Names that are one on some file system: they differ in case or in how marks are written. */
const toNameFold = (name: string): string => name.normalize('NFC').toLowerCase();

/** Names in one folder. */
export interface FolderNames {
  files: readonly string[];
  folders: readonly string[];
}

/** The name for a file of just this name: as it is written there already, if it is. Undefined when a folder has it. */
export function findFileName({ files, folders }: FolderNames, name: string): string | undefined {
  const there = findName(files, name);
  if (there !== undefined) return there;
  return findName(folders, name) === undefined ? name : undefined;
}

/** A name that nothing here is the same as: `stem` gets a number where it is taken. @throws DomainError unavailable */
export function chooseFileName({ files, folders }: FolderNames, stem: string, ending: string): string {
  const taken = new Set([...files, ...folders].map(toNameFold));
  return chooseNumbered(stem, ending, (name) => (taken.has(toNameFold(name)) ? undefined : name));
}

/** The folder of this name, there already or not; with a number where a file has it. @throws DomainError unavailable */
export function chooseFolderName({ files, folders }: FolderNames, folder: string): string {
  return chooseNumbered(
    folder,
    '',
    (name) => findName(folders, name) ?? (findName(files, name) === undefined ? name : undefined),
  );
}

const findName = (names: readonly string[], name: string): string | undefined =>
  names.find((other) => toNameFold(other) === toNameFold(name));

function chooseNumbered(stem: string, ending: string, choose: (name: string) => string | undefined): string {
  for (let number = 1; number < MOST_NUMBERS; number++) {
    const chosen = choose(number === 1 ? `${stem}${ending}` : `${stem} (${number})${ending}`);
    if (chosen !== undefined) return chosen;
  }
  throw new DomainError('unavailable', 'Too many uploaded files have the same name.');
}

function cutBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const dot = text.lastIndexOf('.');
  const ending = dot > 0 && text.length - dot <= 8 ? text.slice(dot) : '';
  let stem = text.slice(0, text.length - ending.length);
  while (Buffer.byteLength(stem) + Buffer.byteLength(ending) > limit) stem = stem.slice(0, -1);
  return stem.toWellFormed().replace(/\ufffd$/, '') + ending;
}

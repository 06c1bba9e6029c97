import { findMpegHeader } from '@jetstream/media-containers/mp3-frames';
import { AC3_HEADER_BYTES, parseAc3Frame } from './ac3-frame.ts';
import type { FileView } from './file-view.ts';
import { measureId3v2 } from './id3v2.ts';

export type Container =
  | 'mpeg'
  | 'flac'
  | 'ogg'
  | 'mp4'
  | 'wav'
  | 'aiff'
  | 'asf'
  | 'ape'
  | 'wavpack'
  | 'musepack'
  | 'dsf'
  | 'dff'
  | 'tta'
  | 'matroska'
  | 'adts'
  | 'ac3'
  | 'dts'
  | 'mlp'
  | 'au'
  | 'caf'
  | 'w64'
  | 'shorten'
  | 'module';

const CONTAINER_BY_EXTENSION: Readonly<Record<string, Container>> = {
  mp3: 'mpeg',
  mp2: 'mpeg',
  mp1: 'mpeg',
  mpga: 'mpeg',
  flac: 'flac',
  aac: 'adts',
  mpc: 'musepack',
  'mp+': 'musepack',
  ape: 'ape',
  tta: 'tta',
};

/** Of which no file can be that begins otherwise. */
const TOLD_BY_MAGIC: ReadonlySet<Container | null> = new Set(['flac', 'ape', 'tta']);

/** What a file is, by its first bytes (behind an ID3v2 tag); by its extension only where the bytes say nothing clear. */
export function sniffContainer(view: FileView, extension: string): Container | null {
  const tagBytes = measureId3v2(view, 0);
  const head = view.read(tagBytes, 64);
  const known = sniffMagic(head) ?? sniffModule(view);
  if (known !== null) return known;
  const byName = CONTAINER_BY_EXTENSION[extension] ?? null;
  if (tagBytes > 0 && !TOLD_BY_MAGIC.has(byName)) return byName ?? 'mpeg';
  if (isAdts(head)) return 'adts';
  if (isAc3(view)) return 'ac3';
  // Old Musepack streams begin with nothing to tell them by.
  return findMpegHeader(head, 0) === undefined || byName === 'musepack' ? byName : 'mpeg';
}

/** First bytes of containers, in Latin-1. */
const MAGIC: readonly (readonly [RegExp, Container])[] = [
  [/^fLaC/, 'flac'],
  [/^OggS/, 'ogg'],
  [/^.{4}(?:ftyp|moov|mdat|wide)/s, 'mp4'],
  [/^(?:RIFF|RIFX|RF64|BW64).{4}WAVE/s, 'wav'],
  [/^FORM.{4}AIF[FC]/s, 'aiff'],
  [/^MAC[ F]/, 'ape'],
  [/^wvpk/, 'wavpack'],
  [/^(?:MPCK|MP\+)/, 'musepack'],
  [/^DSD /, 'dsf'],
  [/^FRM8/, 'dff'],
  [/^TTA[12]/, 'tta'],
  [/^ajkg/, 'shorten'],
  [/^\.snd/, 'au'],
  [/^caff/, 'caf'],
];

/** In hexadecimal. */
const BINARY_MAGIC: readonly (readonly [RegExp, Container])[] = [
  [/^1a45dfa3/, 'matroska'],
  [/^3026b2758e66cf11a6d900aa0062ce6c/, 'asf'],
  [/^726966662e91cf11a5d628db04c10000/, 'w64'],
  [/^7ffe8001/, 'dts'],
  [/^.{8}f8726fb[ab]/, 'mlp'],
];

function sniffMagic(head: Buffer): Container | null {
  const text = head.toString('latin1', 0, 16);
  const hex = head.toString('hex', 0, 16);
  const isFound =
    (told: string) =>
    ([pattern]: (typeof MAGIC)[number]) =>
      pattern.test(told);
  return (MAGIC.find(isFound(text)) ?? BINARY_MAGIC.find(isFound(hex)))?.[1] ?? null;
}

function sniffModule(view: FileView): Container | null {
  const head = view.read(0, 64);
  if (head.toString('latin1', 0, 4) === 'IMPM' || head.toString('latin1', 0, 15) === 'Extended Module') return 'module';
  if (head.toString('latin1', 44, 48) === 'SCRM') return 'module';
  return /^(?:M\.K\.|M!K!|FLT[48]|[468]CHN)$/.test(view.read(1080, 4).toString('latin1')) ? 'module' : null;
}

/** MPEG-2/4 AAC frames have a sync of 12 bits with layer 0. */
function isAdts(head: Buffer): boolean {
  return head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0;
}

/** A sync of 16 bits is found by chance: a second frame has to follow the first. */
function isAc3(view: FileView): boolean {
  const first = parseAc3Frame(view.read(0, AC3_HEADER_BYTES), 0);
  return first !== null && parseAc3Frame(view.read(first.lengthBytes, AC3_HEADER_BYTES), 0) !== null;
}

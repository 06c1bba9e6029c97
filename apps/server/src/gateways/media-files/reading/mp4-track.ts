import { readAudioSpecificConfig } from '@jetstream/media-containers/aac-config';
import { parseStreamInfo } from './read-flac.ts';
import { findAtom, listAtoms } from './mp4-atoms.ts';
import type { FragmentedTrack } from './mp4-fragments.ts';

export interface Mp4Track extends FragmentedTrack {
  codec: string;
  isLossless: boolean;
  durationMs: number;
  sampleRateHz: number | null;
  bitDepth: number | null;
  channels: number | null;
}

const CODEC_BY_ENTRY: Readonly<Record<string, string>> = {
  mp4a: 'aac',
  alac: 'alac',
  Opus: 'opus',
  fLaC: 'flac',
  'ac-3': 'ac3',
  'ec-3': 'eac3',
  '.mp3': 'mp3',
  samr: 'amr',
  sawb: 'amr',
  sowt: 'pcm',
  twos: 'pcm',
  lpcm: 'pcm',
  in24: 'pcm',
  in32: 'pcm',
  fl32: 'pcm',
  fl64: 'pcm',
  dtsc: 'dts',
  dtsh: 'dts',
  enca: 'aac',
  drms: 'aac',
};
const CODEC_BY_OBJECT: Readonly<Record<number, string>> = {
  0x69: 'mp3',
  0x6b: 'mp3',
  0xa5: 'ac3',
  0xa6: 'eac3',
  0xa9: 'dts',
  0xdd: 'vorbis',
};
const LOSSLESS = new Set(['alac', 'flac', 'pcm']);
const PICTURE_TRACKS = new Set(['jpeg', 'png ', 'mjpa', 'mjpb']);

/** What a track plays; null for tracks that are neither sound nor picture (chapters, hints). */
export function readMp4Track(track: Buffer, movieTimescale: number): Mp4Track | 'video' | null {
  const handler = findAtom(track, ['mdia', 'hdlr'])?.toString('latin1', 8, 12);
  const description = findAtom(track, ['mdia', 'minf', 'stbl', 'stsd']);
  const entry = description === null || description.length < 16 ? undefined : listAtoms(description.subarray(8))[0];
  if (handler === 'vide') return entry !== undefined && PICTURE_TRACKS.has(entry.kind) ? null : 'video';
  if (handler !== 'soun' || entry === undefined || entry.body.length < 28) return null;
  const described = describeEntry(entry.kind, entry.body);
  // A rate above 65,535 Hz has no room in the entry; the unit of a track of sound mostly is a sample.
  const { timescale } = readMediaHeader(track);
  const sampleRateHz = described.sampleRateHz ?? (timescale || null);
  return {
    ...described,
    sampleRateHz,
    timescale,
    trackId: readTrackId(track),
    durationMs: readDurationMs(track, movieTimescale),
  };
}

function readTrackId(track: Buffer): number {
  const header = findAtom(track, ['tkhd']);
  const at = header?.[0] === 1 ? 20 : 12;
  return header !== null && header.length >= at + 4 ? header.readUInt32BE(at) : 0;
}

function describeEntry(kind: string, entry: Buffer): Omit<Mp4Track, 'durationMs' | keyof FragmentedTrack> {
  const version = entry.readUInt16BE(8);
  const children = listAtoms(entry.subarray(version === 1 ? 44 : version === 2 ? 64 : 28));
  const childOf = (name: string) => children.find((atom) => atom.kind === name)?.body;
  const codec =
    kind === 'mp4a' ? codecOfDescriptor(childOf('esds')) : (CODEC_BY_ENTRY[kind] ?? kind.trim().toLowerCase());
  const isLossless = LOSSLESS.has(codec);
  const described = {
    codec,
    isLossless,
    sampleRateHz: entry.readUInt32BE(24) >>> 16 || null,
    bitDepth: isLossless ? entry.readUInt16BE(18) : null,
    channels: entry.readUInt16BE(16) || null,
  };
  const alac = codec === 'alac' ? describeAlac(childOf('alac')) : null;
  const flac = codec === 'flac' ? describeFlac(childOf('dfLa')) : null;
  const opus = codec === 'opus' ? { sampleRateHz: 48_000 } : null;
  const aac = codec === 'aac' ? describeAac(childOf('esds')) : null;
  return { ...described, ...alac, ...flac, ...opus, ...aac };
}

/** The rate in the sample entry has 16 bits, too few for 96 kHz: the codec's own header says it. */
function describeAlac(cookie: Buffer | undefined) {
  if (cookie === undefined || cookie.length < 28) return null;
  return { bitDepth: cookie[9] ?? null, channels: cookie[13] ?? null, sampleRateHz: cookie.readUInt32BE(24) };
}

function describeFlac(blocks: Buffer | undefined) {
  if (blocks === undefined || blocks.length < 42) return null;
  const { sampleRateHz, channels, bitDepth } = parseStreamInfo(blocks.subarray(8));
  return { sampleRateHz, channels, bitDepth };
}

const LOW_COMPLEXITY = 2;

/** FFmpeg and others write two channels into the sample entry whatever there are: the codec's own header says it (ISO 14496-3). */
function describeAac(esds: Buffer | undefined) {
  const decoder = findDecoderDescriptor(esds);
  const config = esds && decoder !== undefined ? readSpecificInfo(esds, decoder + DECODER_BYTES) : undefined;
  if (config === undefined) return null;
  try {
    const { objectType, channels } = readAudioSpecificConfig(config);
    // The one channel of HE-AAC may be that of parametric stereo.
    const isTold = channels > 1 || (channels === 1 && objectType === LOW_COMPLEXITY);
    return isTold ? { channels } : null;
  } catch {
    // It ends early; the entry has something to say too.
    return null;
  }
}

const DECODER_BYTES = 13;

/** Undefined where there is none that is long enough to say anything. */
function readSpecificInfo(esds: Buffer, at: number): Buffer | undefined {
  const start = skipLength(esds, at + 1);
  const length = esds[start - 1] ?? 0;
  return esds[at] === 5 && length >= 2 && start + length <= esds.length
    ? esds.subarray(start, start + length)
    : undefined;
}

/** The object type in the elementary stream descriptor (ISO 14496-1): 0x40 and the like are AAC. */
function codecOfDescriptor(esds: Buffer | undefined): string {
  const decoder = findDecoderDescriptor(esds);
  return CODEC_BY_OBJECT[(decoder === undefined ? undefined : esds?.[decoder]) ?? 0x40] ?? 'aac';
}

/** Where the content of the decoder's descriptor begins. */
function findDecoderDescriptor(esds: Buffer | undefined): number | undefined {
  if (esds === undefined) return undefined;
  let at = 4;
  if (esds[at] === 3) {
    at = skipLength(esds, at + 1);
    const flags = esds[at + 2] ?? 0;
    at += 3 + ((flags & 0x80) === 0 ? 0 : 2) + ((flags & 0x20) === 0 ? 0 : 2);
    if ((flags & 0x40) !== 0) at += 1 + (esds[at] ?? 0);
  }
  return esds[at] === 4 ? skipLength(esds, at + 1) : undefined;
}

function skipLength(bytes: Buffer, start: number): number {
  let at = start;
  while (at < start + 3 && ((bytes[at] ?? 0) & 0x80) !== 0) at++;
  return at + 1;
}

/** The edit list leaves out what the encoder padded; without one the media's own length counts. */
function readDurationMs(track: Buffer, movieTimescale: number): number {
  const mediaMs = readMediaMs(track);
  const edits = findAtom(track, ['edts', 'elst']);
  if (edits === null || movieTimescale === 0 || edits.length < 8) return mediaMs;
  const isLong = edits[0] === 1;
  const entryBytes = isLong ? 20 : 12;
  let units = 0;
  for (let at = 8; at + entryBytes <= edits.length; at += entryBytes) {
    const mediaTime = isLong ? Number(edits.readBigInt64BE(at + 8)) : edits.readInt32BE(at + 4);
    if (mediaTime >= 0) units += isLong ? Number(edits.readBigUInt64BE(at)) : edits.readUInt32BE(at);
  }
  const editedMs = (units / movieTimescale) * 1_000;
  return editedMs > 0 && (mediaMs === 0 || editedMs <= mediaMs) ? editedMs : mediaMs;
}

interface MediaHeader {
  timescale: number;
  /** In units of it; 0 when it is not told. */
  duration: number;
}

function readMediaHeader(track: Buffer): MediaHeader {
  const header = findAtom(track, ['mdia', 'mdhd']);
  if (header === null || header.length < (header[0] === 1 ? 32 : 20)) return { timescale: 0, duration: 0 };
  const isLong = header[0] === 1;
  const timescale = header.readUInt32BE(isLong ? 20 : 12);
  const duration = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return { timescale, duration: !isLong && duration === 0xffffffff ? 0 : duration };
}

function readMediaMs(track: Buffer): number {
  const { timescale, duration } = readMediaHeader(track);
  return timescale === 0 ? 0 : (duration / timescale) * 1_000;
}

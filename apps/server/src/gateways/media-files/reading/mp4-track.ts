import {
  readAudioSpecificConfig,
  readElementaryStream,
  type ElementaryStream,
} from '@jetstream/media-containers/aac-config';
import { readDolbyChannels } from './ac3-frame.ts';
import { parseStreamInfo } from './read-flac.ts';
import { findAtom, listAtoms } from './mp4-atoms.ts';
import type { FragmentedTrack } from './mp4-fragments.ts';

export interface Mp4Track extends FragmentedTrack {
  codec: string;
  isLossless: boolean;
  /** Of the samples that the movie lists itself, the encoder's padding included. */
  listedMs: number;
  /** Of the samples that the movie lists. */
  firstSampleAt: number | null;
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
    listedMs: readListedMs(track, timescale),
    firstSampleAt: readFirstOffset(track),
    durationMs: readDurationMs(track, movieTimescale),
  };
}

function readTrackId(track: Buffer): number {
  const header = findAtom(track, ['tkhd']);
  const at = header?.[0] === 1 ? 20 : 12;
  return header !== null && header.length >= at + 4 ? header.readUInt32BE(at) : 0;
}

function describeEntry(
  kind: string,
  entry: Buffer,
): Omit<Mp4Track, 'listedMs' | 'firstSampleAt' | keyof FragmentedTrack> {
  const version = entry.readUInt16BE(8);
  const atoms = listAtoms(entry.subarray(version === 1 ? 44 : version === 2 ? 64 : 28));
  // QuickTime keeps what the codec says of itself in an atom of its own.
  const children = atoms.flatMap((atom) => (atom.kind === 'wave' ? listAtoms(atom.body) : [atom]));
  const childOf: ChildOf = (name) => children.find((atom) => atom.kind === name)?.body;
  const stream = openElementaryStream(childOf('esds'));
  const codec =
    kind === 'mp4a' && stream !== null
      ? (CODEC_BY_OBJECT[stream.objectType] ?? 'aac')
      : (CODEC_BY_ENTRY[kind] ?? kind.trim().toLowerCase());
  const isLossless = LOSSLESS.has(codec);
  const described = {
    codec,
    isLossless,
    sampleRateHz: entry.readUInt32BE(24) >>> 16 || null,
    bitDepth: isLossless ? entry.readUInt16BE(18) : null,
    channels: entry.readUInt16BE(16) || null,
  };
  return { ...described, ...ownWords[codec]?.(childOf, stream?.config) };
}

type ChildOf = (name: string) => Buffer | undefined;
type OwnWords = Partial<Pick<Mp4Track, 'sampleRateHz' | 'bitDepth' | 'channels'>> | null;

/** What a codec says of itself counts more than the sample entry, and is null where it says nothing, or nothing whole. */
const ownWords: Readonly<Record<string, (childOf: ChildOf, config: Uint8Array | undefined) => OwnWords>> = {
  alac: (childOf) => describeAlac(childOf('alac')),
  flac: (childOf) => describeFlac(childOf('dfLa')),
  opus: () => ({ sampleRateHz: 48_000 }),
  aac: (_childOf, config) => describeAac(config),
  ac3: (childOf) => describeDolby('dac3', childOf('dac3')),
  eac3: (childOf) => describeDolby('dec3', childOf('dec3')),
};

/** The rate in the sample entry has 16 bits, too few for 96 kHz: the codec's own header says it. */
function describeAlac(cookie: Buffer | undefined): OwnWords {
  if (cookie === undefined || cookie.length < 28) return null;
  return { bitDepth: cookie[9] ?? null, channels: cookie[13] ?? null, sampleRateHz: cookie.readUInt32BE(24) };
}

function describeFlac(blocks: Buffer | undefined): OwnWords {
  if (blocks === undefined || blocks.length < 42) return null;
  const { sampleRateHz, channels, bitDepth } = parseStreamInfo(blocks.subarray(8));
  return { sampleRateHz, channels, bitDepth };
}

/** The entry says two channels whatever there are. */
function describeDolby(kind: 'dac3' | 'dec3', content: Buffer | undefined): OwnWords {
  const channels = content === undefined ? null : readDolbyChannels(kind, content);
  return channels === null ? null : { channels };
}

/** Null where nothing, or nothing whole, says it. */
function openElementaryStream(esds: Buffer | undefined): ElementaryStream | null {
  try {
    return esds === undefined ? null : readElementaryStream(esds);
  } catch {
    return null;
  }
}

const LOW_COMPLEXITY = 2;

/** FFmpeg and others write two channels into the sample entry whatever there are: the codec's own header says it (ISO 14496-3). */
function describeAac(config: Uint8Array | undefined): OwnWords {
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

/**
 * The edit list tells what is heard: mostly all but what the encoder padded, else several parts, and silence between them. No part is
 * longer than the media goes on from where it begins. Without a list the media's own length counts.
 */
function readDurationMs(track: Buffer, movieTimescale: number): number {
  const media = readMediaHeader(track);
  const mediaMs = readMediaMs(media);
  if (movieTimescale === 0) return mediaMs;
  let [heardMs, silentMs] = [0, 0];
  for (const { units, mediaTime } of listEdits(track)) {
    const toldMs = (units / movieTimescale) * 1_000;
    if (mediaTime < 0) silentMs += toldMs;
    else {
      const restMs = mediaMs === 0 ? toldMs : Math.max(0, mediaMs - (mediaTime / media.timescale) * 1_000);
      // Players do not wait before the first part, nor behind the last.
      heardMs += Math.min(toldMs, restMs) + (heardMs > 0 ? silentMs : 0);
      silentMs = 0;
    }
  }
  return heardMs > 0 ? heardMs : mediaMs;
}

/** `units` of the movie; `mediaTime` in those of the media, below 0 where nothing is heard. */
function* listEdits(track: Buffer): Generator<{ units: number; mediaTime: number }> {
  const edits = findAtom(track, ['edts', 'elst']);
  if (edits === null) return;
  const isLong = edits[0] === 1;
  const entryBytes = isLong ? 20 : 12;
  for (let at = 8; at + entryBytes <= edits.length; at += entryBytes) {
    yield isLong
      ? { units: Number(edits.readBigUInt64BE(at)), mediaTime: Number(edits.readBigInt64BE(at + 8)) }
      : { units: edits.readUInt32BE(at), mediaTime: edits.readInt32BE(at + 4) };
  }
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

function readMediaMs({ timescale, duration }: MediaHeader): number {
  return timescale === 0 ? 0 : (duration / timescale) * 1_000;
}

function readListedMs(track: Buffer, timescale: number): number {
  const times = findAtom(track, ['mdia', 'minf', 'stbl', 'stts']);
  if (times === null || timescale === 0) return 0;
  let units = 0;
  for (let at = 8; at + 8 <= times.length; at += 8) units += times.readUInt32BE(at) * times.readUInt32BE(at + 4);
  return (units / timescale) * 1_000;
}

function readFirstOffset(track: Buffer): number | null {
  const [short, long] = ['stco', 'co64'].map((kind) => findAtom(track, ['mdia', 'minf', 'stbl', kind]));
  if (short && short.length >= 12) return short.readUInt32BE(8);
  return long && long.length >= 16 ? Number(long.readBigUInt64BE(8)) : null;
}

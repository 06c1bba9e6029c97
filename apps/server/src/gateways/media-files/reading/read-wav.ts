import type { TagField } from '#models/audio-reading.ts';
import { keyOfRange } from './audio-key.ts';
import { decodeLatin1 } from './decode-text.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { readId3v2 } from './id3v2.ts';
import { isClearlyShort, type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';

const MOST_CHUNKS = 1_000;
const LARGEST_LIST = 4 * 1024 * 1024;
const OPEN_SIZE = 0xffffffff;
/** Of RIFX, which is older than all longer ones. */
const BIG_FORMAT_BYTES = 16;
const EXTENSIBLE = 0xfffe;
const CODECS: Readonly<Record<number, string>> = {
  1: 'pcm',
  2: 'adpcm',
  3: 'pcm',
  6: 'alaw',
  7: 'mulaw',
  0x11: 'adpcm',
  0x55: 'mp3',
  0x2000: 'ac3',
  0x2001: 'dts',
};

const MIME_TYPES = { WAV: 'audio/wav', Wave64: 'audio/x-w64' } as const;

const INFO_FIELDS: Readonly<Record<string, TagField>> = {
  INAM: 'title',
  IART: 'artist',
  IPRD: 'album',
  ICRD: 'date',
  IGNR: 'genre',
  ICMT: 'comment',
  ITRK: 'trackNumber',
  IPRT: 'trackNumber',
  IENG: 'engineer',
  IWRI: 'writer',
  IMUS: 'composer',
};

/** What the chunks of a wave file hold. */
export interface Wave {
  format: Buffer | null;
  data: { start: number; end: number } | null;
  isCutOff: boolean;
  /** Samples a channel, which compressed formats tell in a chunk of their own. */
  samples: number;
  longDataSize: number | null;
}

/** Reads RIFF WAVE, also RF64 and BW64, whose sizes are 64 bits long, and RIFX, whose numbers begin with the highest byte. */
export function readWav(view: FileView): RawReading {
  const sink = new TagSink();
  const info = new TagSink();
  const wave = readChunks(view, sink, info);
  sink.addMissingFrom(info);
  return { sink, ...describeWave(view, wave, 'WAV') };
}

/** Its format in the words of the catalogue. @throws MalformedAudio */
export function describeWave(view: FileView, wave: Wave, container: keyof typeof MIME_TYPES): Omit<RawReading, 'sink'> {
  if (wave.format === null || wave.format.length < 14) throw new MalformedAudio('No WAVE format.');
  if (wave.data === null || wave.data.end <= wave.data.start) throw new MalformedAudio('No WAVE data.');
  const { format, data } = wave;
  const tag = format.readUInt16LE(0);
  const kind = tag === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : tag;
  const [channels, sampleRateHz, byteRate] = [format.readUInt16LE(2), format.readUInt32LE(4), format.readUInt32LE(8)];
  const codec = CODECS[kind] ?? 'unknown';
  const isPcm = codec === 'pcm';
  const frameBytes = format.readUInt16LE(12);
  const bytes = data.end - data.start;
  const samples = isPcm && frameBytes > 0 ? Math.floor(bytes / frameBytes) : wave.samples;
  const durationMs = samples > 0 ? toDurationMs(samples, sampleRateHz) : byteRate > 0 ? (bytes / byteRate) * 1_000 : 0;
  return {
    durationMs,
    audioKey: keyOfRange(view, 'wav', data.start, data.end),
    isCutOff: wave.isCutOff,
    format: {
      container,
      codec,
      mimeType: MIME_TYPES[container],
      isLossless: isPcm,
      bitrateKbps: toBitrateKbps(bytes, durationMs),
      sampleRateHz: sampleRateHz || null,
      bitDepth: isPcm && format.length >= 16 ? format.readUInt16LE(14) : null,
      channels: channels || null,
    },
  };
}

type ReadLong = (bytes: Buffer, at: number) => number;
const readLittle: ReadLong = (bytes, at) => bytes.readUInt32LE(at);
const readBig: ReadLong = (bytes, at) => bytes.readUInt32BE(at);

function readChunks(view: FileView, sink: TagSink, info: TagSink): Wave {
  const isBig = view.read(0, 4).toString('latin1') === 'RIFX';
  const readNumber = isBig ? readBig : readLittle;
  const wave: Wave = { format: null, data: null, isCutOff: false, samples: 0, longDataSize: null };
  let at = 12;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const header = view.read(at, 8);
    if (header.length < 8) break;
    const kind = header.toString('latin1', 0, 4);
    const size = readNumber(header, 4);
    const start = at + 8;
    const isData = kind === 'data';
    const length = isData ? measureData(view, wave, start, size) : size;
    if (isData) {
      wave.data ??= { start, end: Math.min(view.size, start + length) };
      wave.isCutOff ||= isClearlyShort(view.size - start, length);
    } else takeChunk(view, { kind, start, size, isBig }, { wave, sink, info });
    at = start + length + (length & 1);
  }
  return wave;
}

/** A stream that nobody finished has 0 or all ones for its length. */
function measureData(view: FileView, wave: Wave, start: number, size: number): number {
  if (size !== OPEN_SIZE && size !== 0) return size;
  return wave.longDataSize || view.size - start;
}

function takeChunk(
  view: FileView,
  chunk: { kind: string; start: number; size: number; isBig: boolean },
  into: { wave: Wave; sink: TagSink; info: TagSink },
): void {
  const { kind, start, size, isBig } = chunk;
  const readNumber = isBig ? readBig : readLittle;
  if (kind === 'fmt ') into.wave.format ??= readFormat(view.read(start, Math.min(size, 64)), isBig);
  else if (kind === 'fact') into.wave.samples = readFact(view.read(start, 4), readNumber);
  else if (kind === 'ds64') into.wave.longDataSize = readLongLong(view.read(start, 16), 8);
  else if (/^id3 $/i.test(kind)) into.sink.addMissingFrom(readId3v2(view, start).sink);
  else if (kind === 'LIST' && size <= LARGEST_LIST) takeInfo(view.read(start, size), readNumber, into.info);
}

const readFact = (bytes: Buffer, readNumber: ReadLong): number => (bytes.length < 4 ? 0 : readNumber(bytes, 0));
const readLongLong = (bytes: Buffer, at: number): number =>
  bytes.length < at + 8 ? 0 : Number(bytes.readBigUInt64LE(at));

/** With the lowest byte first. */
function readFormat(format: Buffer, isBig: boolean): Buffer {
  if (!isBig || format.length < BIG_FORMAT_BYTES) return format;
  const swapped = Buffer.from(format.subarray(0, BIG_FORMAT_BYTES));
  for (const at of [0, 2, 12, 14]) swapped.writeUInt16LE(format.readUInt16BE(at), at);
  for (const at of [4, 8]) swapped.writeUInt32LE(format.readUInt32BE(at), at);
  return swapped;
}

function takeInfo(list: Buffer, readNumber: ReadLong, sink: TagSink): void {
  if (list.toString('latin1', 0, 4) !== 'INFO') return;
  let at = 4;
  while (at + 8 <= list.length) {
    const size = readNumber(list, at + 4);
    const field = INFO_FIELDS[list.toString('latin1', at, at + 4).toUpperCase()];
    const text = decodeLatin1(list.subarray(at + 8, at + 8 + size)).replace(/\0.*$/s, '');
    if (field !== undefined && !sink.has(field)) sink.add(field, text);
    at += 8 + size + (size & 1);
  }
}

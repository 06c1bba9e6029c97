import type { TagField } from '#models/audio-reading.ts';
import { keyOfRange } from './audio-key.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';

const MOST_CHUNKS = 1_000;
const FIRST_CHUNK = 8;
const CHUNK_HEADER_BYTES = 12;
const DESCRIPTION_BYTES = 32;
const EDIT_COUNT_BYTES = 4;
const LARGEST_INFO = 1024 * 1024;
const CODECS: Readonly<Record<string, string>> = {
  lpcm: 'pcm',
  alac: 'alac',
  'aac ': 'aac',
  ima4: 'adpcm',
  ulaw: 'mulaw',
  alaw: 'alaw',
  '.mp3': 'mp3',
  'ac-3': 'ac3',
  opus: 'opus',
  flac: 'flac',
};
const LOSSLESS = new Set(['pcm', 'alac', 'flac']);
/** In the cookie of ALAC, which QuickTime puts into two atoms. */
const ALAC_BITS_AT = 5;
const LARGEST_COOKIE = 64 * 1024;
const INFO_FIELDS: Readonly<Record<string, TagField>> = {
  title: 'title',
  artist: 'artist',
  album: 'album',
  genre: 'genre',
  composer: 'composer',
  lyricist: 'lyricist',
  comments: 'comment',
  year: 'date',
  'recorded date': 'date',
  'track number': 'trackNumber',
};

interface Chunks {
  description: Buffer | null;
  data: { start: number; end: number } | null;
  cookie: Buffer | null;
  /** Of the packet table, without what encoders put before and behind the sound. */
  validSamples: number;
  sink: TagSink;
}

/** Reads Apple's Core Audio files. */
export function readCaf(view: FileView): RawReading {
  const { description, data, sink, ...table } = readChunks(view);
  if (description === null || data === null || data.end <= data.start)
    throw new MalformedAudio('No sound of a CAF file.');
  const { sampleRateHz, codec, channels, bitDepth, samplesPerByte } = describe(description, table.cookie);
  const bytes = data.end - data.start;
  const durationMs = toDurationMs(table.validSamples || bytes * samplesPerByte, sampleRateHz);
  return {
    sink,
    durationMs,
    audioKey: keyOfRange(view, 'caf', data.start, data.end),
    format: {
      container: 'CAF',
      codec,
      mimeType: 'audio/x-caf',
      isLossless: LOSSLESS.has(codec),
      bitrateKbps: toBitrateKbps(bytes, durationMs),
      sampleRateHz: Math.round(sampleRateHz) || null,
      bitDepth: LOSSLESS.has(codec) ? bitDepth : null,
      channels: channels || null,
    },
  };
}

/** The description: rate, codec, flags, bytes and samples of a packet where all are alike, channels, bits. */
function describe(description: Buffer, cookie: Buffer | null) {
  const [packetBytes = 0, packetSamples = 0] = [16, 20].map((at) => description.readUInt32BE(at));
  const codec = CODECS[description.toString('latin1', 8, 12)] ?? 'unknown';
  return {
    codec,
    sampleRateHz: description.readDoubleBE(0),
    channels: description.readUInt32BE(24),
    bitDepth: description.readUInt32BE(28) || (codec === 'alac' ? (cookie?.at(ALAC_BITS_AT) ?? null) : null),
    samplesPerByte: packetBytes > 0 ? packetSamples / packetBytes : 0,
  };
}

function readChunks(view: FileView): Chunks {
  const chunks: Chunks = { description: null, data: null, cookie: null, validSamples: 0, sink: new TagSink() };
  let at = FIRST_CHUNK;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const header = view.read(at, CHUNK_HEADER_BYTES);
    if (header.length < CHUNK_HEADER_BYTES) break;
    const stated = Number(header.readBigInt64BE(4));
    const start = at + CHUNK_HEADER_BYTES;
    // A stream that nobody finished has -1 for its length.
    const end = stated < 0 ? view.size : Math.min(view.size, start + stated);
    takeChunk(view, { kind: header.toString('latin1', 0, 4), start, end }, chunks);
    at = end;
  }
  return chunks;
}

function takeChunk(view: FileView, { kind, start, end }: { kind: string; start: number; end: number }, chunks: Chunks) {
  if (kind === 'desc' && end - start >= DESCRIPTION_BYTES) chunks.description ??= view.read(start, DESCRIPTION_BYTES);
  else if (kind === 'data') chunks.data ??= { start: start + EDIT_COUNT_BYTES, end };
  else if (kind === 'kuki' && end - start <= LARGEST_COOKIE) chunks.cookie = takeCookie(view.read(start, end - start));
  else if (kind === 'pakt' && end - start >= 16) chunks.validSamples = Number(view.read(start + 8, 8).readBigInt64BE());
  else if (kind === 'info' && end - start <= LARGEST_INFO) takeInfo(view.read(start, end - start), chunks.sink);
}

const takeCookie = (bytes: Buffer): Buffer => bytes.subarray(bytes.toString('latin1', 4, 8) === 'frma' ? 24 : 0);

/** A count, and that many keys and values, each ended by a zero. */
function takeInfo(info: Buffer, sink: TagSink): void {
  const texts = info.toString('utf8', 4).split('\0');
  for (let at = 0; at + 1 < texts.length; at += 2) {
    const field = INFO_FIELDS[(texts[at] ?? '').toLowerCase()];
    if (field !== undefined && !sink.has(field)) sink.add(field, texts[at + 1] ?? '');
  }
}

import { keyOfRange } from './audio-key.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { readId3v2 } from './id3v2.ts';
import { type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';
import { readTrailingTags } from './trailing-tags.ts';

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const SAMPLES_PER_FRAME = 1_024;
const HEADER_BYTES = 7;
const CHUNK_BYTES = 1024 * 1024;
/** A length has 13 bits. */
const LARGEST_FRAME = 8 * 1024;
/** Frames that are walked to learn the rate of a long file. */
const MOST_COUNTED_BYTES = 8 * 1024 * 1024;

interface AdtsFrame {
  sampleRateHz: number;
  channels: number;
  lengthBytes: number;
  samples: number;
}

/** Reads bare AAC: frames one after another without any table of contents, so that the length has to be counted. */
export function readAdts(view: FileView): RawReading {
  const leading = readId3v2(view, 0);
  const trailing = readTrailingTags(view, leading.end);
  const first = parseFrame(view.read(leading.end, HEADER_BYTES), 0);
  if (first === null) throw new MalformedAudio('No AAC frames.');
  const { samples, bytes } = countSamples(view, leading.end, trailing.end);
  const audioBytes = trailing.end - leading.end;
  const durationMs = toDurationMs(bytes > 0 ? (samples / bytes) * audioBytes : 0, first.sampleRateHz);
  const sink = new TagSink();
  sink.addMissingFrom(leading.sink);
  sink.addMissingFrom(trailing.sink);
  return {
    sink,
    durationMs,
    audioKey: keyOfRange(view, 'adts', leading.end, trailing.end),
    format: {
      container: 'ADTS',
      codec: 'aac',
      mimeType: 'audio/aac',
      isLossless: false,
      bitrateKbps: toBitrateKbps(audioBytes, durationMs),
      sampleRateHz: first.sampleRateHz,
      bitDepth: null,
      channels: first.channels || null,
    },
  };
}

function countSamples(view: FileView, start: number, end: number): { samples: number; bytes: number } {
  let samples = 0;
  let at = start;
  const limit = Math.min(end, start + MOST_COUNTED_BYTES, start + view.countableBytes);
  while (at < limit) {
    const chunk = view.read(at, Math.min(CHUNK_BYTES, end - at, limit - at + LARGEST_FRAME));
    const walked = walkFrames(chunk);
    samples += walked.samples;
    at += walked.length;
    if (walked.length === 0) break;
  }
  // What no frame follows counts as bytes of the last one.
  return { samples, bytes: at >= limit && limit < end ? at - start : end - start };
}

function walkFrames(chunk: Buffer): { samples: number; length: number } {
  let samples = 0;
  let at = 0;
  for (let frame = parseFrame(chunk, at); frame !== null; frame = parseFrame(chunk, at)) {
    samples += frame.samples;
    at += frame.lengthBytes;
  }
  return { samples, length: Math.min(at, chunk.length) };
}

/** Fixed header: 12 sync, 1 id, 2 layer, 1 protection, 2 profile, 4 rate, 1 private, 3 channels; then 4 flags and 13 length. */
function parseFrame(bytes: Buffer, at: number): AdtsFrame | null {
  if (at + HEADER_BYTES > bytes.length || (bytes.readUInt16BE(at) & 0xfff6) !== 0xfff0) return null;
  const head = bytes.readUInt32BE(at);
  const sampleRateHz = RATES[(head >>> 10) & 15];
  const lengthBytes = ((head & 3) << 11) | (bytes.readUInt16BE(at + 4) >>> 5);
  if (sampleRateHz === undefined || lengthBytes < HEADER_BYTES) return null;
  const blocks = (bytes.readUInt8(at + 6) & 3) + 1;
  return { sampleRateHz, channels: (head >>> 6) & 7, lengthBytes, samples: blocks * SAMPLES_PER_FRAME };
}

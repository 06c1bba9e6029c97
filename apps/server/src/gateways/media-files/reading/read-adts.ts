import { keyOfRange } from './audio-key.ts';
import { type BareFrame, countSamples } from './count-frames.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { readId3v2 } from './id3v2.ts';
import { type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';
import { readTrailingTags } from './trailing-tags.ts';

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const SAMPLES_PER_FRAME = 1_024;
const HEADER_BYTES = 7;
/** A length has 13 bits. */
const LARGEST_FRAME = 8 * 1024;

interface AdtsFrame extends BareFrame {
  sampleRateHz: number;
  channels: number;
}

/** Reads bare AAC: frames one after another without any table of contents, so that the length has to be counted. */
export function readAdts(view: FileView): RawReading {
  const leading = readId3v2(view, 0);
  const trailing = readTrailingTags(view, leading.end);
  const first = parseFrame(view.read(leading.end, HEADER_BYTES), 0);
  if (first === null) throw new MalformedAudio('No AAC frames.');
  const audioBytes = trailing.end - leading.end;
  const run = { start: leading.end, end: trailing.end, largestBytes: LARGEST_FRAME, parse: parseFrame };
  const durationMs = toDurationMs(countSamples(view, run), first.sampleRateHz);
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

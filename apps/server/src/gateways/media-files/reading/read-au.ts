import { keyOfRange } from './audio-key.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';

const HEADER_BYTES = 24;
const OPEN_SIZE = 0xffffffff;
/** By the number of the encoding. */
const ENCODINGS: Readonly<Record<number, { codec: string; bits: number }>> = {
  1: { codec: 'mulaw', bits: 8 },
  2: { codec: 'pcm', bits: 8 },
  3: { codec: 'pcm', bits: 16 },
  4: { codec: 'pcm', bits: 24 },
  5: { codec: 'pcm', bits: 32 },
  6: { codec: 'pcm', bits: 32 },
  7: { codec: 'pcm', bits: 64 },
  27: { codec: 'alaw', bits: 8 },
};

/** Reads Sun's and NeXT's sound files: six numbers, and samples. */
export function readAu(view: FileView): RawReading {
  const header = view.read(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) throw new MalformedAudio('No header of an AU file.');
  const [, start = 0, size = 0, encoding = 0, sampleRateHz = 0, channels = 0] = [0, 4, 8, 12, 16, 20].map((at) =>
    header.readUInt32BE(at),
  );
  const found = ENCODINGS[encoding];
  if (found === undefined || start < HEADER_BYTES || channels === 0)
    throw new MalformedAudio('No sound of an AU file.');
  const { codec, bits } = found;
  const end = size === OPEN_SIZE ? view.size : Math.min(view.size, start + size);
  const durationMs = toDurationMs((end - start) / ((channels * bits) / 8), sampleRateHz);
  const isLossless = codec === 'pcm';
  return {
    sink: new TagSink(),
    durationMs,
    audioKey: keyOfRange(view, 'au', start, end),
    format: {
      container: 'AU',
      codec,
      mimeType: 'audio/basic',
      isLossless,
      bitrateKbps: toBitrateKbps(end - start, durationMs),
      sampleRateHz: sampleRateHz || null,
      bitDepth: isLossless ? bits : null,
      channels,
    },
  };
}

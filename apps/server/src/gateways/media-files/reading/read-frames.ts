import { AC3_HEADER_BYTES, parseAc3Frame } from './ac3-frame.ts';
import { keyOfRange } from './audio-key.ts';
import { type BareFrame, countSamples } from './count-frames.ts';
import { DTS_HEADER_BYTES, parseDtsFrame } from './dts-frame.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { MLP_HEADER_BYTES, parseMlpStream } from './mlp-unit.ts';
import { type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';
import { readTrailingTags } from './trailing-tags.ts';

interface FrameStream {
  codec: string;
  sampleRateHz: number;
  channels: number;
  /** Of lossless ones. */
  bitDepth?: number;
  parse(bytes: Buffer, at: number): BareFrame | null;
}

interface FrameKind {
  container: string;
  headerBytes: number;
  largestBytes: number;
  begin(head: Buffer): FrameStream | null;
}

const KINDS = {
  ac3: {
    container: 'AC-3',
    headerBytes: AC3_HEADER_BYTES,
    largestBytes: 4 * 1024,
    begin: (head) => withParser(parseAc3Frame(head, 0), parseAc3Frame),
  },
  dts: {
    container: 'DTS',
    headerBytes: DTS_HEADER_BYTES,
    largestBytes: 64 * 1024,
    begin: (head) => {
      const first = parseDtsFrame(head, 0);
      return withParser(first && { codec: 'dts', ...first }, parseDtsFrame);
    },
  },
  mlp: { container: 'MLP', headerBytes: MLP_HEADER_BYTES, largestBytes: 8 * 1024, begin: parseMlpStream },
} satisfies Record<string, FrameKind>;

/** Reads frames of discs and films that lie in a file without a container, mostly without tags too. */
export function readFrames(view: FileView, kind: keyof typeof KINDS): RawReading {
  const { container, headerBytes, largestBytes, begin } = KINDS[kind];
  const stream: FrameStream | null = begin(view.read(0, headerBytes));
  if (stream === null) throw new MalformedAudio(`No ${container} frames.`);
  const trailing = readTrailingTags(view, 0);
  const sink = new TagSink();
  sink.addMissingFrom(trailing.sink);
  const { codec, sampleRateHz, channels, bitDepth = null, parse } = stream;
  const run = { start: 0, end: trailing.end, largestBytes, parse };
  const durationMs = toDurationMs(countSamples(view, run), sampleRateHz);
  return {
    sink,
    durationMs,
    audioKey: keyOfRange(view, kind, 0, trailing.end),
    format: {
      container,
      codec,
      mimeType: `audio/x-${codec}`,
      isLossless: bitDepth !== null,
      bitrateKbps: toBitrateKbps(trailing.end, durationMs),
      sampleRateHz,
      bitDepth,
      channels,
    },
  };
}

const withParser = (first: Omit<FrameStream, 'parse'> | null, parse: FrameStream['parse']): FrameStream | null =>
  first && { ...first, parse };

import { parseDtsFrame } from '#gateways/media-files/reading/dts-frame.ts';
import { MLP_HEADER_BYTES, parseMlpStream } from '#gateways/media-files/reading/mlp-unit.ts';
import type { ForwardReader } from './forward-reader.ts';
import type { FirstPackets, PacketList } from './packet-mark.ts';

/** A frame of DTS with its extensions is shorter, a unit of MLP by far. */
const LARGEST_BYTES = 64 * 1024;
/** Tags, or a frame that was cut off: the end is decoded in any case. */
const MOST_TRAILING_BYTES = 4096;

/** Length of the frame at a place of these bytes; undefined where there is none, or one of another kind than the first. */
type FrameMeasure = (bytes: Buffer, at: number) => number | undefined;

/** Frames of DTS, MLP or TrueHD that follow each other, each measured by its header. */
export function* listBareFrames(file: ForwardReader, [first, second]: FirstPackets): PacketList {
  const { sizeBytes, piece } = file;
  const head = file.reach(first.position, LARGEST_BYTES);
  const measure = measureDts(piece, head) ?? measureMlp(piece, head);
  if (!measure) return false;
  const mark = { ...first };
  const step = second.label - first.label;
  while (mark.position < sizeBytes) {
    const size = measure(piece, file.reach(mark.position, LARGEST_BYTES));
    if (size === undefined) return sizeBytes - mark.position <= MOST_TRAILING_BYTES;
    mark.size = size;
    yield mark;
    mark.position += size;
    mark.label += step;
  }
  return true;
}

function measureDts(head: Buffer, headAt: number): FrameMeasure | undefined {
  const first = parseDtsFrame(head, headAt);
  if (first === null) return undefined;
  return (bytes, at) => {
    const frame = parseDtsFrame(bytes, at);
    const isAlike = frame?.samples === first.samples && frame.sampleRateHz === first.sampleRateHz;
    return isAlike && frame.channels === first.channels ? frame.lengthBytes : undefined;
  };
}

const SYNC = 0xf8726fba;
const SYNC_AT = 4;
const SUBSTREAMS_AT = 20;
const MORE_OF_SUBSTREAM = 0x80;

/** Dolby TrueHD (MLP) high-level bitstream description, sections 3.1 to 3.3. */
function measureMlp(head: Buffer, headAt: number): FrameMeasure | undefined {
  const stream = parseMlpStream(head.subarray(headAt));
  if (stream === null) return undefined;
  const substreams = head.readUInt8(headAt + SUBSTREAMS_AT) >> 4;
  // Rate, arrangement and all else that a decoder is set up by.
  const setup = Buffer.from(head.subarray(headAt + SYNC_AT, headAt + MLP_HEADER_BYTES));
  return (bytes, at) => {
    const hasSync = (bytes.readUInt32BE(at + SYNC_AT) & ~1) === (SYNC & ~1);
    const isGood = hasSync
      ? setup.compare(bytes, at + SYNC_AT, at + MLP_HEADER_BYTES) === 0
      : hasOddHeaders(bytes, at, substreams);
    return isGood ? stream.parse(bytes, at)?.lengthBytes : undefined;
  };
}

/** The first four bits make the parity of the headers of a unit and of its substreams odd. */
function hasOddHeaders(bytes: Buffer, start: number, substreams: number): boolean {
  let parity = 0;
  let at = start;
  let end = at + 4;
  for (let number = 0; number <= substreams; number++) {
    for (; at < end; at++) parity ^= bytes[at] ?? 0;
    end = at + (((bytes[at] ?? 0) & MORE_OF_SUBSTREAM) === 0 ? 2 : 4);
  }
  return ((parity >> 4) ^ parity) % 16 === 15;
}

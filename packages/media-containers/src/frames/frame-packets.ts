import { MediaContainerError } from '../media-container-error.ts';
import type { AudioPacket } from '../packet-stream.ts';
import type { FrameFormat, FrameIndex, FrameIndexInput } from './frame-index.ts';

export interface FoundFrames<First> {
  position: number;
  format: FrameFormat;
  first: First;
}

const SEARCHED_BYTES = 256 * 1024;
/** A file that is no such sound has so many headers in a row by chance once in more bytes than there are. */
const FRAMES_IN_A_ROW = 4;

/** The first place from which frames follow each other, if it is near the start. `toFormat` reads what they have to share. */
export async function findFirstFrame<First>(
  { source, startPosition, endPosition }: Omit<FrameIndexInput, 'format'>,
  toFormat: (bytes: Uint8Array, offset: number) => { format: FrameFormat; first: First } | undefined,
): Promise<FoundFrames<First> | undefined> {
  const bytes = await source.read(startPosition, Math.min(SEARCHED_BYTES, endPosition - startPosition));
  const isEnd = startPosition + bytes.length >= endPosition;
  for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const found = toFormat(bytes, at);
    if (found && hasRow(bytes, at, { format: found.format, isEnd })) {
      return { ...found, position: startPosition + at };
    }
  }
  return undefined;
}

/**
 * Throws where frames of another kind than `format` are the first that follow each other, as in files that were pasted together: a
 * stream of packets has one rate.
 */
export async function refuseOtherFrames<First>(
  part: Omit<FrameIndexInput, 'format'>,
  format: FrameFormat,
  toFormat: (bytes: Uint8Array, offset: number) => { format: FrameFormat; first: First } | undefined,
): Promise<void> {
  const found = await findFirstFrame(part, toFormat);
  if (!found) return;
  const header = await part.source.read(found.position, format.headerBytes);
  if (format.lengthAt(header, 0) === undefined)
    throw new MediaContainerError('unsupported', 'Frames of several kinds follow each other.');
}

function hasRow(bytes: Uint8Array, start: number, { format, isEnd }: { format: FrameFormat; isEnd: boolean }): boolean {
  let offset = start;
  for (let count = 0; count < FRAMES_IN_A_ROW; count += 1) {
    const length = format.lengthAt(bytes, offset);
    if (length === undefined) return isEnd && count > 0 && offset === bytes.length;
    offset += length;
  }
  return true;
}

/** The packets of a range, out of frames that are packets as they are, or less a head that `unwrap` takes away. */
export async function readFramePackets(
  index: FrameIndex,
  { fromSample, toSample, frameSamples }: { fromSample: number; toSample: number; frameSamples: number },
  unwrap: (frame: Uint8Array) => Uint8Array = (frame) => frame,
): Promise<AudioPacket[]> {
  const frames = await index.readFrames(
    Math.max(0, Math.ceil(fromSample / frameSamples)),
    Math.ceil(toSample / frameSamples),
  );
  return frames.map(({ number, data }) => ({
    data: unwrap(data),
    startSample: number * frameSamples,
    sampleCount: frameSamples,
  }));
}

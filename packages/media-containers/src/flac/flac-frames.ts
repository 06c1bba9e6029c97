import { crc16, findCrc16End } from '../bytes/crc.ts';
import type { WindowedSource } from '../bytes/windowed-source.ts';
import type { StreamInfo } from '../codecs/stream-info.ts';
import { MediaContainerError } from '../media-container-error.ts';
import { findFrameHeader, LONGEST_HEADER_BYTES, type FrameHeader } from './frame-header.ts';

export interface FlacFrame {
  position: number;
  endPosition: number;
  startSample: number;
  blockSamples: number;
  data: Uint8Array;
}

export interface FlacFramesInput {
  source: WindowedSource;
  info: StreamInfo;
  /** Where the file's tags begin, behind the last frame. */
  endPosition: number;
}

interface Header {
  offset: number;
  startSample: number;
  blockSamples: number;
}

const SUBFRAME_HEAD_BYTES = 8;
/** Sound looks like a header of its own stream once in hundreds of megabytes: what does so more often within a frame is none. */
const MOST_LOOKALIKES = 32;
/** Headers in a row whose frame nothing vouches for. Between two damaged places there are some; more are made to keep a reader busy. */
const MOST_UNVOUCHED = 64;

/**
 * Finds frames. They do not tell their length: one ends where a header follows that carries the expected number. A header is
 * believed for its CRC-8 and its successor's number, so that sound which looks like a header is not taken for one.
 */
export class FlacFrames {
  readonly #source: WindowedSource;
  readonly #info: StreamInfo;
  readonly #endPosition: number;
  /** Of a stream whose frames are numbered: all but the last have as many samples. */
  #fixedBlockSamples: number;
  /** The largest frame that may come: every sample as it is, a bit more for the side channel. */
  readonly #limitBytes: number;

  constructor({ source, info, endPosition }: FlacFramesInput) {
    this.#source = source;
    this.#info = info;
    this.#endPosition = endPosition;
    this.#fixedBlockSamples = info.maxBlockSamples;
    const bits = info.maxBlockSamples * info.channels * (info.bitDepth + 1);
    const verbatim = Math.ceil(bits / 8) + LONGEST_HEADER_BYTES + 2 + info.channels * SUBFRAME_HEAD_BYTES;
    this.#limitBytes = Math.max(verbatim, info.maxFrameBytes <= 2 * verbatim ? info.maxFrameBytes : 0);
  }

  /** Reads the first frame of the file, which tells the block size that numbers count in. */
  async openAt(position: number): Promise<FlacFrame | undefined> {
    const bytes = await this.#source.read(position, LONGEST_HEADER_BYTES);
    const header = findFrameHeader(bytes, 0, this.#info);
    if (header && !header.isNumberedBySample && header.codedNumber === 0) {
      this.#fixedBlockSamples = Math.max(header.blockSamples, this.#info.minBlockSamples);
    }
    return this.find(position, this.#endPosition);
  }

  /** The same frames, read from another window. */
  reading(source: WindowedSource): FlacFrames {
    const frames = new FlacFrames({ source, info: this.#info, endPosition: this.#endPosition });
    frames.#fixedBlockSamples = this.#fixedBlockSamples;
    return frames;
  }

  /**
   * The first frame that begins in [position, limit) and is followed by its successor or by the end of the sound. Throws `damaged` where
   * headers follow each other that are none.
   */
  async find(position: number, limit: number): Promise<FlacFrame | undefined> {
    let at = position;
    let unvouched = 0;
    while (at < Math.min(limit, this.#endPosition)) {
      const bytes = await this.#read(at);
      const header = this.#firstHeader(bytes, 0);
      const last = Math.max(1, bytes.length - LONGEST_HEADER_BYTES);
      if (!header) {
        at += this.#isEnd(at, bytes) ? bytes.length : last;
        continue;
      }
      if (at + header.offset >= limit) return undefined;
      const frame = await this.#readFrame(at + header.offset, header, false);
      if (frame) return frame;
      if (++unvouched > MOST_UNVOUCHED)
        throw new MediaContainerError('damaged', 'Headers of FLAC follow each other without frames.');
      at += header.offset + 1;
    }
    return undefined;
  }

  /** The frame that follows; behind damage, the next one that can be found. */
  async next(previous: FlacFrame): Promise<FlacFrame | undefined> {
    if (this.#isLast(previous)) return undefined;
    const bytes = await this.#read(previous.endPosition);
    const header = this.#headerAt(bytes, 0);
    if (header) return this.#readFrame(previous.endPosition, header, true);
    return this.find(previous.endPosition, this.#endPosition);
  }

  /** @param isTrusted Whether the frame is taken even if no successor vouches for it. */
  async #readFrame(position: number, header: Header, isTrusted: boolean): Promise<FlacFrame | undefined> {
    const bytes = await this.#read(position);
    const end = this.#findEnd(bytes, header, this.#isEnd(position, bytes), isTrusted);
    if (end === undefined) return undefined;
    const { startSample, blockSamples } = header;
    return { position, endPosition: position + end, startSample, blockSamples, data: bytes.subarray(0, end) };
  }

  /** Where the frame at the start of `bytes` ends. */
  #findEnd(bytes: Uint8Array, header: Header, isEndOfSound: boolean, isTrusted: boolean): number | undefined {
    const expected = header.startSample + header.blockSamples;
    let later: number | undefined;
    let lookalikes = 0;
    for (let next = this.#firstHeader(bytes, 2); next; next = this.#firstHeader(bytes, next.offset + 1)) {
      if (++lookalikes > MOST_LOOKALIKES) break;
      if (next.startSample === expected) return next.offset;
      if (next.startSample > expected) later ??= next.offset;
    }
    // Sums over megabytes for each of them would be as dear.
    const isSummed = lookalikes <= MOST_LOOKALIKES;
    // The longest: sums are 0 by chance as well, and junk at the end of a frame harms less than sound that lacks.
    const lastEnd = isSummed && this.#isLast(header) ? findCrc16End(bytes, this.#info.minFrameBytes) : undefined;
    if (lastEnd !== undefined) return lastEnd;
    const isTaken = isTrusted || (isSummed && isEndOfSound && crc16(bytes, 0, bytes.length) === 0);
    return isTaken ? (later ?? bytes.length) : undefined;
  }

  /** By what STREAMINFO says: no header follows, only its checksum tells such a frame from whatever is behind the sound. */
  #isLast({ startSample, blockSamples }: Omit<Header, 'offset'>): boolean {
    const { totalSamples } = this.#info;
    return totalSamples > 0 && startSample + blockSamples >= totalSamples;
  }

  #firstHeader(bytes: Uint8Array, from: number): Header | undefined {
    for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
      const header = this.#headerAt(bytes, at);
      if (header) return header;
    }
    return undefined;
  }

  #headerAt(bytes: Uint8Array, offset: number): Header | undefined {
    const header = findFrameHeader(bytes, offset, this.#info);
    if (!header) return undefined;
    const startSample = this.#toStartSample(header);
    const { totalSamples } = this.#info;
    if (totalSamples > 0 && startSample >= totalSamples) return undefined;
    return { offset, startSample, blockSamples: header.blockSamples };
  }

  #toStartSample({ codedNumber, isNumberedBySample }: FrameHeader): number {
    return isNumberedBySample ? codedNumber : codedNumber * this.#fixedBlockSamples;
  }

  #read(position: number): Promise<Uint8Array> {
    const length = Math.min(this.#limitBytes + LONGEST_HEADER_BYTES, this.#endPosition - position);
    return this.#source.read(position, length);
  }

  #isEnd(position: number, bytes: Uint8Array): boolean {
    return position + bytes.length >= this.#endPosition;
  }
}

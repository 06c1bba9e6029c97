import { crc16 } from '../bytes/crc.ts';
import { searchPositions, type SamplePosition } from '../bytes/search-positions.ts';
import type { AudioPacket } from '../packet-stream.ts';
import type { FlacFrame, FlacFrames } from './flac-frames.ts';

export interface FrameFinderInput {
  frames: FlacFrames;
  /** Reads smaller pieces, for looking here and there. */
  probes: FlacFrames;
  first: FlacFrame;
  /** Where sound ends. */
  end: SamplePosition;
  seekPoints: readonly SamplePosition[];
}

/** Finds the frame of a sample by the seek table and by search in the file. Samples count from the first frame. */
export class FrameFinder {
  readonly #input: FrameFinderInput;
  /** Where the last range ended: the next one mostly begins there. */
  #resume: SamplePosition | undefined;

  constructor(input: FrameFinderInput) {
    this.#input = input;
  }

  async readPackets(fromSample: number, toSample: number): Promise<AudioPacket[]> {
    const { frames, first, end } = this.#input;
    const [from, to] = [fromSample + first.startSample, Math.min(toSample + first.startSample, end.sample)];
    if (to <= from || to <= first.startSample) return [];
    const packets: AudioPacket[] = [];
    const entry = await this.#findEntry(from);
    let frame = await frames.find(entry.position, end.position);
    while (frame && frame.startSample < to) {
      const { startSample, blockSamples, data } = frame;
      if (startSample >= from) {
        packets.push({ data, startSample: startSample - first.startSample, sampleCount: blockSamples });
      }
      const next = await frames.next(frame);
      frame = next && next.startSample > startSample ? next : undefined;
    }
    this.#resume = frame && { sample: frame.startSample, position: frame.position };
    return packets;
  }

  /** A frame that begins at or before the sample, near to it. */
  async #findEntry(sample: number): Promise<SamplePosition> {
    const [low, high] = await this.#findInTable(sample);
    const probe = async (position: number, limit: number) => {
      const frame = await this.#input.probes.find(position, limit);
      return frame && { sample: frame.startSample, position: frame.position };
    };
    return searchPositions({ low, high, sample, probe });
  }

  /** The seek points around the sample; one is only believed if there is that frame where it points to. */
  async #findInTable(sample: number): Promise<[low: SamplePosition, high: SamplePosition]> {
    const { seekPoints, end, first } = this.#input;
    const start = { sample: first.startSample, position: first.position };
    const known = this.#resume && this.#resume.sample <= sample ? this.#resume : start;
    let [low, high] = [known, end];
    for (const point of seekPoints) {
      if (point.position <= known.position || point.position >= end.position) continue;
      if (point.sample <= sample && point.sample > low.sample) low = point;
      if (point.sample > sample && point.sample < high.sample) high = point;
    }
    if (low !== known && !(await this.#isSound(low))) low = known;
    if (high !== end && (high.position <= low.position || !(await this.#isSound(high)))) high = end;
    return [low, high];
  }

  async #isSound({ sample, position }: SamplePosition): Promise<boolean> {
    const frame = await this.#input.probes.find(position, position + 1);
    return frame?.startSample === sample;
  }
}

/** Holds the last frames of most files. */
export const TAIL_BYTES = 32 * 1024;

/** Where the last whole frame ends: an encoder that wrote into a pipe did not know, and files are cut off. */
export async function findEnd(frames: FlacFrames, first: FlacFrame, endPosition: number): Promise<SamplePosition> {
  let last = first;
  for (let back = TAIL_BYTES; last === first; back *= 4) {
    const start = Math.max(first.position, endPosition - back);
    let frame = await frames.find(start, endPosition);
    while (frame && frame.startSample >= last.startSample) {
      const next = await frames.next(frame);
      // The successor vouches for it, or its checksum: zeros of an unfinished download behind it change nothing in that.
      if (next?.position === frame.endPosition || crc16(frame.data, 0, frame.data.length) === 0) last = frame;
      frame = next;
    }
    if (start === first.position) break;
  }
  return { sample: last.startSample + last.blockSamples, position: last.endPosition };
}

import {
  concatBytes,
  findMp3Header,
  mainDataBeginOf,
  mainDataBytesOf,
  type Mp3Header,
} from '@jetstream/media-containers/mp3-frames';
import type { Takeover, TakeoverSearch } from './takeover.ts';

interface FrameRow {
  /** Where the first frame begins, on the decoder's timeline. */
  startSample: number;
  frameSamples: number;
}

interface Frame {
  data: Uint8Array;
  header: Mp3Header;
}

/**
 * Bare frames of MP3. A decoder needs the frame before, half of whose last granule reaches over (ISO 11172-3, section 2.4.3.4), and the
 * frames in which that one's main data begin (section 2.4.2.7).
 */
export class Mp3Takeover implements TakeoverSearch {
  readonly #atSample: number;
  readonly #row: FrameRow;
  #held: Uint8Array = new Uint8Array();
  #before: Frame[] = [];

  /** `atSample`: the place, on the decoder's timeline. */
  constructor(atSample: number, row: FrameRow) {
    this.#atSample = atSample;
    this.#row = row;
  }

  push(bytes: Uint8Array): Takeover | undefined {
    this.#held = concatBytes([this.#held, bytes]);
    const { startSample, frameSamples } = this.#row;
    while (startSample + (this.#before.length + 1) * frameSamples <= this.#atSample) {
      const header = findMp3Header(this.#held, 0);
      if (!header || this.#held.length < header.frameBytes) return undefined;
      this.#before.push({ data: this.#held.slice(0, header.frameBytes), header });
      this.#held = this.#held.subarray(header.frameBytes);
    }
    const passedSamples = this.#before.length * frameSamples;
    return { unheard: findNeeded(this.#before), heard: this.#held, passedSamples };
  }
}

/** The last one, and as many before as have its main data. */
function findNeeded(frames: readonly Frame[]): Uint8Array[] {
  const last = frames.at(-1);
  let missingBytes = last ? mainDataBeginOf(last.data, last.header) : 0;
  let count = Math.min(1, frames.length);
  while (missingBytes > 0 && count < frames.length) {
    count += 1;
    const header = frames.at(-count)?.header;
    missingBytes -= header ? mainDataBytesOf(header) : 0;
  }
  return frames.slice(frames.length - count).map(({ data }) => data);
}

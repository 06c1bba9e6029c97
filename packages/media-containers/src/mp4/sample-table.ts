import type { ByteCursor } from '../bytes/byte-cursor.ts';
import { MediaContainerError } from '../media-container-error.ts';

/** Content of the boxes of `stbl` (ISO 14496-12, section 8.6 and 8.7), version and flags included. */
export interface SampleTableBoxes {
  stts: ByteCursor;
  stsc: ByteCursor;
  stsz: ByteCursor;
  chunkOffsets: ByteCursor;
  /** `co64` instead of `stco`. */
  hasWideOffsets: boolean;
  /** Packets of one size need no table, but a file. */
  fileBytes: number;
}

export interface SamplePlace {
  index: number;
  position: number;
  size: number;
}

/** Samples of one length, or of one number in a chunk. */
interface Run {
  firstSample: number;
  /** Of the first sample: its time, or its chunk. */
  start: number;
  /** For each sample its duration, or the number of samples in each chunk. */
  each: number;
}

/** Where packets lie in the file and when they start. A packet is a "sample" of ISO 14496-12. */
export class SampleTable {
  /** Of those that are in the file whole. */
  readonly count: number;
  /** Sum of all durations. */
  readonly endTime: number;
  readonly #fixedSize: number;
  readonly #sizes: ByteCursor;
  readonly #chunks: readonly Run[];
  readonly #times: readonly Run[];
  readonly #offsets: ByteCursor;
  readonly #offsetBytes: number;

  constructor({ stts, stsc, stsz, chunkOffsets, hasWideOffsets, fileBytes }: SampleTableBoxes) {
    stsz.skip(4);
    this.#fixedSize = stsz.u32();
    const sizes = stsz.u32();
    this.#sizes = stsz;
    chunkOffsets.skip(4);
    const chunks = chunkOffsets.u32();
    this.#offsets = chunkOffsets;
    this.#offsetBytes = hasWideOffsets ? 8 : 4;
    if ((this.#fixedSize === 0 && sizes * 4 > stsz.remaining) || chunks * this.#offsetBytes > chunkOffsets.remaining) {
      throw new MediaContainerError('damaged', 'A sample table promises more entries than it has.');
    }
    const { runs, samples } = readChunkRuns(stsc, chunks);
    this.#chunks = runs;
    const fitting = this.#fixedSize > 0 ? Math.floor(fileBytes / this.#fixedSize) : sizes;
    this.count = Math.min(sizes, samples, fitting);
    this.count = this.#countWhole(fileBytes);
    const times = readTimeRuns(stts);
    this.#times = times.runs;
    this.endTime = times.endTime;
  }

  /** Packets lie one behind the other in nearly every file: of one that is cut off, those before the cut. */
  #countWhole(fileBytes: number): number {
    const isWhole = (index: number) => {
      const place = this.list(index, index + 1).next().value;
      return place !== undefined && place.position + place.size <= fileBytes;
    };
    if (this.count === 0 || isWhole(this.count - 1)) return this.count;
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (isWhole(middle)) low = middle + 1;
      else high = middle;
    }
    if (low === 0) throw new MediaContainerError('damaged', 'The file ends before its first packet.');
    return low;
  }

  /** In units of the media's timescale. */
  startTime(index: number): number {
    const run = this.#times[lastAtOrBefore(this.#times, 'firstSample', index)];
    return run ? run.start + (index - run.firstSample) * run.each : 0;
  }

  /** The first sample that starts at or after the time. */
  indexAtOrAfter(time: number): number {
    const run = this.#times[lastAtOrBefore(this.#times, 'start', time)];
    if (!run || time <= 0) return 0;
    const within = run.each > 0 ? Math.ceil((time - run.start) / run.each) : 0;
    return Math.min(this.count, run.firstSample + within);
  }

  /** Places of samples in [first, end). */
  *list(first: number, end: number): Generator<SamplePlace, undefined> {
    const last = Math.min(end, this.count);
    let from = first;
    for (let index = lastAtOrBefore(this.#chunks, 'firstSample', first); from < last; index += 1) {
      const run = this.#chunks[index];
      if (!run) return;
      const until = Math.min(last, this.#chunks[index + 1]?.firstSample ?? last);
      yield* this.#listInRun(run, from, until);
      from = until;
    }
  }

  *#listInRun(run: Run, from: number, end: number): Generator<SamplePlace, undefined> {
    let chunk = Math.floor((from - run.firstSample) / run.each);
    let index = run.firstSample + chunk * run.each;
    for (; index < end; chunk += 1) {
      let position = this.#chunkOffset(run.start + chunk);
      const chunkEnd = Math.min(end, run.firstSample + (chunk + 1) * run.each);
      // A chunk may hold all packets of a file: those of one size need not be gone through.
      const passed = this.#fixedSize > 0 ? Math.max(0, Math.min(from, chunkEnd) - index) : 0;
      index += passed;
      position += passed * this.#fixedSize;
      for (; index < chunkEnd; index += 1) {
        const size = this.#size(index);
        if (index >= from) yield { index, position, size };
        position += size;
      }
    }
  }

  #size(index: number): number {
    if (this.#fixedSize > 0) return this.#fixedSize;
    this.#sizes.position = 12 + index * 4;
    return this.#sizes.u32();
  }

  #chunkOffset(chunk: number): number {
    this.#offsets.position = 8 + chunk * this.#offsetBytes;
    return this.#offsetBytes === 8 ? this.#offsets.u64() : this.#offsets.u32();
  }
}

function readChunkRuns(stsc: ByteCursor, chunks: number): { runs: Run[]; samples: number } {
  stsc.skip(4);
  const entries = Math.min(stsc.u32(), Math.floor(stsc.remaining / 12));
  const runs: Run[] = [];
  let samples = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    const [firstChunk, each] = [stsc.u32() - 1, stsc.u32()];
    stsc.skip(4);
    const previous = runs.at(-1);
    if (each === 0 || firstChunk < 0 || firstChunk >= chunks || firstChunk <= (previous?.start ?? -1)) break;
    if (previous) samples += (firstChunk - previous.start) * previous.each;
    runs.push({ firstSample: samples, start: firstChunk, each });
  }
  const last = runs.at(-1);
  return { runs, samples: samples + (last ? (chunks - last.start) * last.each : 0) };
}

function readTimeRuns(stts: ByteCursor): { runs: Run[]; endTime: number } {
  stts.skip(4);
  const entries = Math.min(stts.u32(), Math.floor(stts.remaining / 8));
  const runs: Run[] = [];
  let [firstSample, start] = [0, 0];
  for (let entry = 0; entry < entries; entry += 1) {
    const [count, each] = [stts.u32(), stts.u32()];
    if (count === 0) continue;
    runs.push({ firstSample, start, each });
    firstSample += count;
    start += count * each;
  }
  return { runs, endTime: start };
}

function lastAtOrBefore(runs: readonly Run[], key: 'firstSample' | 'start', value: number): number {
  let [low, high] = [0, runs.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.[key] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}

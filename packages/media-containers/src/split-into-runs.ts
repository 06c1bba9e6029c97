import type { AudioPacket } from './packet-stream.ts';

/**
 * Cuts packets into runs without a hole, none longer than asked (but of at least one packet). Where a run ends follows from the packets alone: a
 * run is full when one more packet as long as its last has no room, so nobody has to wait for the next one to know.
 */
export class RunSplitter {
  readonly #samples: number;
  #run: AudioPacket[] = [];
  #end = Number.NaN;
  #limit = 0;
  #nextSamples: number;

  constructor({ firstSamples, samples }: { firstSamples: number; samples: number }) {
    this.#samples = samples;
    this.#nextSamples = firstSamples;
  }

  /** The runs that are full. */
  add(packets: readonly AudioPacket[]): AudioPacket[][] {
    const runs: AudioPacket[][] = [];
    for (const packet of packets) {
      const { startSample, sampleCount } = packet;
      if (startSample !== this.#end || this.#end + sampleCount > this.#limit) runs.push(...this.finish());
      if (this.#run.length === 0) this.#begin(startSample);
      this.#run.push(packet);
      this.#end = startSample + sampleCount;
      if (this.#end + sampleCount > this.#limit) runs.push(...this.finish());
    }
    return runs;
  }

  /** What is left. */
  finish(): AudioPacket[][] {
    const run = this.#run;
    this.#run = [];
    return run.length > 0 ? [run] : [];
  }

  #begin(startSample: number): void {
    this.#limit = startSample + this.#nextSamples;
    this.#nextSamples = this.#samples;
  }
}

import { LIMITER_NAME } from './limiter-name.ts';
import { TruePeakLimiter } from './true-peak-limiter.ts';

/** What the global scope of a worklet has, which the types of the DOM leave out. */
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort };

const CHANNELS = 2;

class LimiterProcessor extends AudioWorkletProcessor {
  readonly #limiter: TruePeakLimiter;

  constructor({ processorOptions }: { processorOptions: { ceilingDb: number } }) {
    super();
    this.#limiter = new TruePeakLimiter({ sampleRateHz: sampleRate, channels: CHANNELS, ...processorOptions });
  }

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    if (!output) return true;
    for (const [number, samples] of output.entries()) {
      const from = input?.[number] ?? input?.[0];
      if (from) samples.set(from);
    }
    this.#limiter.process(output);
    return true;
  }
}

registerProcessor(LIMITER_NAME, LimiterProcessor);

import type { PlacedBlock } from './block-placing.ts';
import type { DecodedBlock } from './decode-blocks.ts';
import type { SoundShape } from './resampler.ts';

/** The next segment begins a run-up before the end of this one. */
const KEPT_SECONDS = 4;

/** Sound that is decoded once from the start, with the last seconds kept, so that reading on needs no decoding anew. */
export class CountedSound {
  readonly #blocks: Generator<DecodedBlock | undefined>;
  readonly #shape: SoundShape;
  readonly #kept: PlacedBlock[] = [];
  #endSample = 0;

  constructor(blocks: Generator<DecodedBlock | undefined>, shape: SoundShape) {
    this.#blocks = blocks;
    this.#shape = shape;
  }

  get keptFromSample(): number {
    return this.#kept[0]?.startSample ?? this.#endSample;
  }

  *readFrom(startSample: number): Generator<PlacedBlock | undefined> {
    for (const block of this.#kept) yield this.#cut(block, startSample);
    for (let step = this.#blocks.next(); step.done !== true; step = this.#blocks.next()) {
      yield step.value === undefined ? undefined : this.#cut(this.#keep(step.value), startSample);
    }
  }

  close(): void {
    this.#blocks.return(undefined);
  }

  #keep({ samples }: DecodedBlock): PlacedBlock {
    const block = { startSample: this.#endSample, samples, isFilling: false };
    this.#endSample += samples.length / this.#shape.channels;
    this.#kept.push(block);
    const oldest = this.#endSample - KEPT_SECONDS * this.#shape.sampleRateHz;
    while (this.#kept.length > 1 && (this.#kept[1]?.startSample ?? Infinity) <= oldest) this.#kept.shift();
    return block;
  }

  #cut(block: PlacedBlock, startSample: number): PlacedBlock | undefined {
    const { channels } = this.#shape;
    const skipped = startSample - block.startSample;
    if (skipped <= 0) return block;
    if (skipped * channels >= block.samples.length) return undefined;
    return { ...block, startSample, samples: block.samples.subarray(skipped * channels) };
  }
}

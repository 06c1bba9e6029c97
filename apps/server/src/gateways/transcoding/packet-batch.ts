import type { AudioPacket } from '@jetstream/media-containers';
import { renumberFlacFrame } from '@jetstream/media-containers/flac-frames';
import { fragmentsOf } from '#models/encoding-target.ts';
import type { EncodingDescription } from '../transcoder.ts';
import type { EncodingOrder } from './backend.ts';
import type { SegmentPlan } from './segment-plan.ts';
import { UnreadableMediaError } from './transcoding-errors.ts';

interface BatchOptions {
  order: EncodingOrder;
  plan: SegmentPlan;
  description: EncodingDescription;
  onPackets(packets: AudioPacket[], description: EncodingDescription): void;
}

/** In which bare frames are told, in the time of a first fragment. */
const BARE_STEPS = 4;

/** Numbers packets, drops those before and behind the segment, and tells the rest as soon as they fill a fragment. */
export class PacketBatch {
  readonly startPacket: number;
  readonly #options: BatchOptions;
  #next: number;
  #waiting: AudioPacket[] = [];
  #hasTold = false;

  constructor(options: BatchOptions) {
    this.#options = options;
    this.startPacket = options.plan.startPacket;
    this.#next = this.startPacket;
  }

  get isComplete(): boolean {
    return this.#next >= this.#options.plan.endPacket;
  }

  add(packets: readonly Uint8Array[]): void {
    const { order, plan, description } = this.#options;
    for (const data of packets) {
      const number = this.#next++;
      if (number >= plan.firstPacket && number < plan.endPacket) this.#waiting.push(this.#toPacket(number, data));
    }
    const { firstFragmentSamples, fragmentSamples } = fragmentsOf(order.target);
    // Bare frames have no head that waits for those behind them, and who asks for some in the middle waits for the step that ends with them.
    const isBare = order.target.codec === 'mp3' || order.isVerbatim === true;
    const laterSamples = this.#hasTold ? fragmentSamples : firstFragmentSamples;
    const wanted = isBare ? firstFragmentSamples / BARE_STEPS : laterSamples;
    if (this.#waiting.length * description.packetSamples >= wanted) this.#flush();
  }

  /** Tells what is left. @throws UnreadableMediaError when packets lack: a part would be kept for the whole */
  end(): void {
    if (!this.isComplete) throw new UnreadableMediaError('It cannot be encoded to its end.');
    this.#flush();
  }

  #flush(): void {
    this.#options.onPackets(this.#waiting, this.#options.description);
    this.#waiting = [];
    this.#hasTold = true;
  }

  #toPacket(number: number, data: Uint8Array): AudioPacket {
    const { order, description } = this.#options;
    const startSample = number * description.packetSamples;
    if (order.target.codec !== 'flac') return { data, startSample, sampleCount: description.packetSamples };
    const sampleCount = Math.min(description.packetSamples, order.durationSamples - startSample);
    return { data: renumberFlacFrame(data, number), startSample, sampleCount };
  }
}

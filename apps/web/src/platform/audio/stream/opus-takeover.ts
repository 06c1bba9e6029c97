import { concatBytes } from '@jetstream/media-containers/mp3-frames';
import {
  readMp4Fragment,
  runUpSamplesOf,
  writeMp4FragmentHead,
  type FragmentPacket,
  type FragmentPlan,
} from '@jetstream/media-containers/run-up';
import type { Takeover, TakeoverSearch } from './takeover.ts';

const RUN_UP_SAMPLES = runUpSamplesOf({ codec: 'opus', sampleRateHz: 48_000 });
const BOX_HEAD_BYTES = 8;

/** Opus in MP4, of any number of channels. A decoder needs 80 ms (RFC 7845, section 4.6). */
export class OpusTakeover implements TakeoverSearch {
  readonly #atSample: number;
  #held: Uint8Array = new Uint8Array();
  #before: { startSample: number; fragment: Uint8Array }[] = [];

  /** `atSample`: the place, on the decoder's timeline. */
  constructor(atSample: number) {
    this.#atSample = atSample;
  }

  push(bytes: Uint8Array): Takeover | undefined {
    this.#held = concatBytes([this.#held, bytes]);
    for (;;) {
      const fragment = readMp4Fragment(this.#held);
      if (fragment === 'later') return undefined;
      const first = fragment?.packets.findIndex(
        ({ startSample, sampleCount }) => startSample + sampleCount > this.#atSample,
      );
      if (fragment && first !== undefined && first >= 0) return this.#pass(fragment, first);
      const sizeBytes = fragment?.sizeBytes ?? boxBytes(this.#held);
      if (this.#held.length < sizeBytes) return undefined;
      this.#keep(fragment?.packets ?? []);
      this.#held = this.#held.subarray(sizeBytes);
    }
  }

  #pass({ packets }: FragmentPlan, first: number): Takeover | undefined {
    const position = packets[first]?.position ?? 0;
    if (this.#held.length < position) return undefined;
    this.#keep(packets.slice(0, first));
    return {
      unheard: this.#before.map(({ fragment }) => fragment),
      heard: concatBytes([writeMp4FragmentHead(packets.slice(first), 0), this.#held.subarray(position)]),
      passedSamples: 0,
    };
  }

  #keep(packets: readonly FragmentPacket[]): void {
    const kept = packets.map(({ startSample, sampleCount, position, sizeBytes }) => ({
      startSample,
      fragment: concatBytes([
        writeMp4FragmentHead([{ startSample: 0, sampleCount, sizeBytes }], 0),
        this.#held.subarray(position, position + sizeBytes),
      ]),
    }));
    this.#before = [...this.#before, ...kept].filter(
      ({ startSample }) => startSample >= this.#atSample - RUN_UP_SAMPLES,
    );
  }
}

/** Other boxes than fragments are left out; one that says to be shorter than its own head, by that head. */
const boxBytes = (bytes: Uint8Array): number =>
  Math.max(BOX_HEAD_BYTES, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));

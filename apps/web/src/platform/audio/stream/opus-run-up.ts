import { concatBytes } from '@jetstream/media-containers/mp3-frames';
import {
  mergeOpusPackets,
  readMp4Fragment,
  runUpSamplesOf,
  writeMp4FragmentHead,
  type FragmentPacket,
  type FragmentPlan,
} from '@jetstream/media-containers/run-up';

/** Of what comes before the place; as two packets of the longest. */
const KEPT_SAMPLES = runUpSamplesOf({ codec: 'opus', sampleRateHz: 48_000 });
const BOX_HEAD_BYTES = 8;

interface Packet {
  startSample: number;
  sampleCount: number;
  data: Uint8Array;
}

/**
 * Lets a decoder of Opus run up to the place where its sound takes over. It needs 80 ms (RFC 7845, section 4.6), while browsers give it
 * nothing of what lies before the append window but the one packet directly before it, and the part of a packet that reaches in. So the
 * packets up to the place become one or two long ones, which decode to the very same.
 */
export class OpusRunUp {
  readonly #atSample: number;
  #held: Uint8Array = new Uint8Array();
  #before: Packet[] = [];
  #isPassed = false;

  /** `atSample`: the place, on the decoder's timeline. */
  constructor(atSample: number) {
    this.#atSample = atSample;
  }

  /** What to append instead of these bytes of one segment behind the other; nothing until the place has come. */
  push(bytes: Uint8Array): Uint8Array {
    if (this.#isPassed) return bytes;
    this.#held = concatBytes([this.#held, bytes]);
    for (;;) {
      const fragment = readMp4Fragment(this.#held);
      if (fragment === 'later') return new Uint8Array();
      const isPassing = fragment?.packets.some((packet) => packet.startSample + packet.sampleCount > this.#atSample);
      if (fragment && isPassing) return this.#pass(fragment);
      const sizeBytes = fragment?.sizeBytes ?? boxBytes(this.#held);
      if (this.#held.length < sizeBytes) return new Uint8Array();
      this.#keep(fragment?.packets ?? []);
      this.#held = this.#held.subarray(sizeBytes);
    }
  }

  #pass({ packets }: FragmentPlan): Uint8Array {
    const count =
      Math.max(
        0,
        packets.findLastIndex(({ startSample }) => startSample <= this.#atSample),
      ) + 1;
    const last = packets[count - 1];
    const endPosition = last ? last.position + last.sizeBytes : 0;
    if (this.#held.length < endPosition) return new Uint8Array();
    this.#keep(packets.slice(0, count));
    this.#isPassed = true;
    const merged = mergeOpusPackets(this.#before);
    const later = packets.slice(count);
    return concatBytes([
      ...merged.flatMap((packet, sequence) => [
        writeMp4FragmentHead([{ ...packet, sizeBytes: packet.data.length }], sequence),
        packet.data,
      ]),
      ...(later.length > 0 ? [writeMp4FragmentHead(later, merged.length)] : []),
      this.#held.subarray(endPosition),
    ]);
  }

  #keep(packets: readonly FragmentPacket[]): void {
    const read = packets.map(({ startSample, sampleCount, position, sizeBytes }) => ({
      startSample,
      sampleCount,
      data: this.#held.slice(position, position + sizeBytes),
    }));
    this.#before = [...this.#before, ...read].filter(({ startSample }) => startSample >= this.#atSample - KEPT_SAMPLES);
  }
}

/** Other boxes than fragments are left out; one that says to be shorter than its own head, by that head. */
const boxBytes = (bytes: Uint8Array): number =>
  Math.max(BOX_HEAD_BYTES, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));

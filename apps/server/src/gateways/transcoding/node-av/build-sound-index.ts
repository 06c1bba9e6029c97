import { Frame, Packet } from 'node-av/lib';
import type { SoundIndex } from '#gateways/sound-index-store.ts';
import { openDecoder, readPacket, type OpenMedia } from './open-media.ts';
import { toFloatSamples } from './float-samples.ts';
import type { SoundShape } from './resampler.ts';
import { labelOf, SoundIndexWriter } from './sound-index.ts';

/** What decoding from the start gave at a place, to compare with what decoding from there gives. */
export interface SoundProof {
  sample: number;
  samples: Float32Array;
}

export interface BuiltIndex {
  index: SoundIndex;
  proofs: SoundProof[];
}

const PACKETS_PER_BREATH = 64;
/** Of the duration that the headers state. */
const PROVEN_AT = [0.4, 0.8] as const;

/**
 * Decodes all of a file that was just opened, and notes where. Samples are counted, not looked at. Undefined when its rate or channels
 * change on the way: then only reading from the start has everything in one shape.
 */
export function* buildSoundIndex(
  media: OpenMedia,
  shape: SoundShape,
  statedSamples: number,
): Generator<undefined, BuiltIndex | undefined> {
  const decoder = openDecoder(media);
  const packet = new Packet();
  packet.alloc();
  const frame = new Frame();
  frame.alloc();
  const walk = new IndexWalk(media.codecName, shape, statedSamples);
  try {
    let packets = 0;
    for (let isOpen = true; isOpen;) {
      isOpen = readPacket(media, packet);
      if (isOpen) walk.enter(packet);
      decoder.sendPacketSync(isOpen ? packet : null);
      while (decoder.receiveFrameSync(frame) >= 0) {
        const isAlike = walk.take(frame);
        frame.unref();
        if (!isAlike) return undefined;
      }
      if (++packets % PACKETS_PER_BREATH === 0) yield undefined;
    }
    return walk.finish();
  } finally {
    frame.free();
    packet.free();
    decoder.freeContext();
  }
}

class IndexWalk {
  readonly #shape: SoundShape;
  readonly #writer: SoundIndexWriter;
  readonly #proofs: SoundProof[] = [];
  readonly #provenAt: number[];
  #samples = 0;
  #isProving = false;

  constructor(codec: string, shape: SoundShape, statedSamples: number) {
    this.#shape = shape;
    this.#writer = new SoundIndexWriter(codec, shape.sampleRateHz);
    this.#provenAt = PROVEN_AT.map((share) => share * statedSamples);
  }

  enter(packet: Packet): void {
    const isPlace = this.#writer.add({ label: labelOf(packet), position: Number(packet.pos) }, this.#samples);
    if (!isPlace || this.#samples < (this.#provenAt[0] ?? Infinity)) return;
    this.#provenAt.shift();
    this.#isProving = true;
  }

  /** False when the frame has another shape. */
  take(frame: Frame): boolean {
    if (frame.nbSamples === 0 || frame.channels === 0) return true;
    const { sampleRateHz, channels } = this.#shape;
    if (frame.sampleRate !== sampleRateHz || frame.channels !== channels) return false;
    if (this.#isProving) this.#proofs.push({ sample: this.#samples, samples: toFloatSamples(frame) });
    this.#isProving = false;
    this.#samples += frame.nbSamples;
    return true;
  }

  finish(): BuiltIndex | undefined {
    if (this.#samples === 0) return undefined;
    return { index: this.#writer.finish(this.#samples), proofs: this.#proofs };
  }
}

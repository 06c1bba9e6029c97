import { writeVerbatimFrame } from '@jetstream/media-containers/flac-frames';
import type { EncodingDescription, EncodingTarget } from '#gateways/transcoder.ts';
import { PacketEncoder, type SoundEncoder } from './packet-encoder.ts';
import { quantize } from './quantize.ts';

/** FLAC of samples as they are. It is described as that of FFmpeg's encoder is, as only the frames differ. */
export class VerbatimEncoder implements SoundEncoder {
  readonly description: EncodingDescription;
  readonly #shape: { sampleRateHz: number; channels: number; bitDepth: 16 | 24 };

  /** @throws UnsupportedTargetError */
  constructor(target: EncodingTarget) {
    const encoder = new PacketEncoder(target);
    encoder.close();
    this.description = encoder.description;
    const { sampleRateHz, channels, bitDepth } = target;
    this.#shape = { sampleRateHz, channels, bitDepth: bitDepth ?? 16 };
  }

  encode(samples: Float32Array): Uint8Array[] {
    return [writeVerbatimFrame(this.#shape, 0, quantize(samples, this.#shape.bitDepth))];
  }

  finish(): Uint8Array[] {
    return [];
  }

  close(): void {
    // It holds nothing.
  }
}

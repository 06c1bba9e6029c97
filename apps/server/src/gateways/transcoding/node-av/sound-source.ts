import type { CodecParameters } from 'node-av/lib';
import type { SoundIndex } from '#gateways/sound-index-store.ts';
import type { PlacedBlock } from './block-placing.ts';
import type { SoundShape } from './resampler.ts';

/** A file as one row of samples, from the first that is heard. One reading at a time: the next one ends the one before. */
export interface SoundSource {
  readonly shape: SoundShape;
  /** In FFmpeg's words, as `format`. */
  readonly codec: string;
  readonly format: string;
  readonly parameters: CodecParameters;
  /** What the headers say of the duration, in samples; 0 when nothing. */
  readonly statedSamples: number;
  /** Places in a sound without exact labels, once they were looked for. */
  readonly index: SoundIndex | undefined;
  /** From exactly `startSample` to the end, without holes; undefined now and then while there is nothing to tell. */
  read(startSample: number): Generator<PlacedBlock | undefined>;
  /** Returns the duration in samples as decoding finds it; undefined when that would take too long. */
  measureDuration(): Generator<undefined, number | undefined>;
  /** Finds the places of a sound without exact labels, for all readings to come. */
  prepareSeeking(): Generator<undefined, void>;
  close(): void;
}

import type { Performance } from '../music/performance.ts';

/** A piece of the album: what is printed about it, and how it sounds. */
export type Piece = {
  readonly title: string;
  readonly bpm: number;
  readonly key: string;
  readonly genre: string;
  readonly durationMs: number;
  readonly lyrics?: string;
  /** Where the piece lies within its performance; a piece that runs on from another starts where that one stops. */
  readonly startMs: number;
  /** Length of the last fade to silence; 0 when the next piece carries on. */
  readonly fadeOutMs: number;
  readonly compose: () => Performance;
};

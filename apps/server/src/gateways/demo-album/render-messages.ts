/** What a worker is given: one track of the album to render into a folder. */
export interface RenderOrder {
  directory: string;
  index: number;
  /** The cover, as JPEG of `coverPixels` on each side. */
  cover: Uint8Array;
  coverPixels: number;
}

/** `progress` is the share of this track, from 0 to 1. */
export type RenderAnswer = { progress: number } | { error: string } | { isDone: true };

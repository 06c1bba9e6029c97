import type { TrackId } from '#models/ids.ts';
import type { KeptFiles } from './kept-files.ts';

/** Encoded segments, kept to save work: anything in it may go at any time and be made again. Servers may share it. */
export interface SegmentStore extends KeptFiles<TrackId> {
  findSegment(path: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all, also when the process ends in between. */
  saveSegment(path: string, bytes: Uint8Array): Promise<void>;
}

import { hash } from 'node:crypto';
import type { FileView } from './file-view.ts';

const SAMPLE_BYTES = 2 * 1024;

/**
 * A key for the audio in `[start, end)`: its length and three samples of it. Where tags live outside of that range, a file that
 * was tagged anew keeps its key.
 */
export function keyOfRange(view: FileView, kind: string, start: number, end: number): string | null {
  const length = end - start;
  if (length <= 0) return null;
  const samples = [view.read(start, Math.min(SAMPLE_BYTES, length))];
  if (length > SAMPLE_BYTES * 3) {
    samples.push(view.read(start + Math.floor((length - SAMPLE_BYTES) / 2), SAMPLE_BYTES));
    samples.push(view.read(end - SAMPLE_BYTES, SAMPLE_BYTES));
  } else if (length > SAMPLE_BYTES) {
    samples.push(view.read(start + SAMPLE_BYTES, length - SAMPLE_BYTES));
  }
  return keyOfParts(`${kind} ${length}`, samples);
}

/** A key of what identifies the audio: sizes or counts, and bytes. */
export function keyOfParts(label: string, parts: readonly Uint8Array[]): string {
  return hash('sha1', Buffer.concat([Buffer.from(label), ...parts]), 'base64url');
}

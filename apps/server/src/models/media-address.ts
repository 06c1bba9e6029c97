import { createHash } from 'node:crypto';
import type { TrackId } from './ids.ts';

/** Counted up when the same sound would be cut, framed or encoded into other bytes: caches keep segments for ever. */
const MAKING = 5;

/** A track's bytes of one moment, and the right to fetch what is made of them. */
export interface MediaAddress {
  token: string;
  trackId: TrackId;
  revision: string;
}

/**
 * Names the bytes of a file and how they are made into segments. Of size and time alone, which servers that
 * see one folder through different mounts agree on; an object's own revision says more than its time, which has whole seconds.
 */
export function toMediaRevision(file: {
  sizeBytes: number;
  modifiedAtMs: number;
  objectRevision: string | null;
}): string {
  const text = [MAKING, file.sizeBytes, file.modifiedAtMs, file.objectRevision ?? ''].join(' ');
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** Without a slash at its end. Addresses in playlists are relative to it, so that they keep the token. */
export const toMediaPath = ({ token, trackId, revision }: MediaAddress): string =>
  `/media/${token}/${trackId}/${revision}`;

import { BlobAudio } from './blob-audio.ts';
import type { HeldFile } from './held-file.ts';
import { readLocalTrack } from './read-local-track.ts';

/** For tests: a file of which nothing is known but its name. */
export async function buildHeldFile(id: string): Promise<HeldFile> {
  const file = new File(['sound'], `${id}.flac`, { type: 'audio/flac' });
  const read = await readLocalTrack(file, { id, coverId: id, addedAt: '', hasLyricsBeside: false });
  if (!read) throw new Error('The file has no name of sound.');
  const known = { tags: null, loudness: null, measured: null, embedded: [], beside: [] };
  return { ...known, located: { file, relativePath: '' }, track: read.track, audio: new BlobAudio(file) };
}

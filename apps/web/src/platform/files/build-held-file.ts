import type { HeldFile } from './held-file.ts';
import { HeldFiles } from './held-files.ts';
import { readLocalTrack } from './read-local-track.ts';

/** For tests: a file of which nothing is known but its name, and its album where it has one. */
export async function buildHeldFile(
  id: string,
  { files = new HeldFiles(), albumKey = null }: { files?: HeldFiles; albumKey?: string | null } = {},
): Promise<HeldFile> {
  const file = new File(['sound'], `${id}.flac`, { type: 'audio/flac' });
  const read = await readLocalTrack(file, { id, coverId: id, addedAt: '', hasLyricsBeside: false, folder: '' });
  if (!read) throw new Error('The file has no name of sound.');
  const known = { albumKey, tags: null, measured: null, embedded: [], beside: [] };
  return files.add({ ...known, located: { file, relativePath: '' }, track: read.track });
}

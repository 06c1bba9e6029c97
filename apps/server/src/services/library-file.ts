import { isAbsolute, join, relative } from 'node:path';
import { DomainError } from '#models/errors.ts';

/**
 * The absolute path of a file of a library. Links inside a library may lead out of it, as the scan followed them; a path of the catalogue that climbs out by `..`
 * did not come from a scan.
 */
export function toLibraryFile(libraryPath: string, path: string): string {
  const absolutePath = join(libraryPath, path);
  const inside = relative(libraryPath, absolutePath);
  if (inside === '' || inside.split(/[/\\]/)[0] === '..' || isAbsolute(inside))
    throw new DomainError('media-missing', 'The file is outside of its library.');
  return absolutePath;
}

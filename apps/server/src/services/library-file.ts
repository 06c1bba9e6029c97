import { DomainError } from '#models/errors.ts';
import { joinLocation } from '#models/media-location.ts';

const CLIMBS = /(?:^|[/\\])\.\.(?:[/\\]|$)/;

/**
 * The location of a file of a library. Links inside a library may lead out of it, as the scan followed them; a path of the catalogue that climbs out by `..`
 * did not come from a scan.
 */
export function toLibraryFile(libraryPath: string, path: string): string {
  if (path === '' || path.startsWith('/') || CLIMBS.test(path))
    throw new DomainError('media-missing', 'The file is outside of its library.');
  return joinLocation(libraryPath, path);
}

import { basename, dirname, isAbsolute, resolve, sep } from 'node:path';
import type { FolderState } from '#gateways/media-files.ts';
import { invalid } from '#models/errors.ts';
import { fromBucketPlace, normalizeBucketLocation, schemeOf, toBucketPlace } from '#models/media-location.ts';

type Fault = Exclude<FolderState, 'readable'>;

const DISK_FAULTS: Readonly<Record<Fault, string>> = {
  missing: 'There is no such folder on the server.',
  'not-a-folder': 'This is not a folder.',
  unreadable: 'JetStream is not allowed to read this folder.',
  unreachable: 'The disk does not answer.',
};
const BUCKET_FAULTS: Readonly<Record<Fault, string>> = {
  missing: 'There is no such bucket.',
  'not-a-folder': 'This is not a folder.',
  unreadable: 'JetStream is not allowed to list this bucket: look at its access key and region.',
  unreachable: 'The service for buckets does not answer, or there is no key for it.',
};

/** Why a place cannot be a library, in a sentence for whoever chose it. */
export const explainFolderState = (place: string, state: Fault): string =>
  (schemeOf(place) === 's3' ? BUCKET_FAULTS : DISK_FAULTS)[state];

/**
 * One spelling for one place; `field` is where it was written.
 * @throws DomainError validation for a path that is not absolute, or names no bucket
 */
export function toLibraryPlace(path: string, field = 'body/path'): string {
  if (schemeOf(path) === 's3') return normalizeBucketLocation(path, field);
  if (!isAbsolute(path)) throw invalid(field, 'The path must be absolute: it begins at the top of the file system.');
  return resolve(path);
}

/** What it is called when nobody says otherwise. */
export function nameOfPlace(place: string): string {
  if (schemeOf(place) === 'file') return basename(place) || place;
  const { bucket, key } = toBucketPlace(place);
  return key.split('/').at(-1) || bucket;
}

/** The folder around; null at the top. */
export function parentOfPlace(place: string): string | null {
  if (schemeOf(place) === 'file') return dirname(place) === place ? null : dirname(place);
  const { bucket, key } = toBucketPlace(place);
  return key === '' ? null : fromBucketPlace({ bucket, key: key.split('/').slice(0, -1).join('/') });
}

/** Whether a folder is the other one, or lies below it. */
export function isInside(inner: string, outer: string): boolean {
  const separator = schemeOf(outer) === 's3' ? '/' : sep;
  return inner === outer || inner.startsWith(outer.endsWith(separator) ? outer : `${outer}${separator}`);
}

import { invalid } from './errors.ts';

/** Where files are: an absolute path of the server's disk, or `s3://bucket/key`. */
export type LocationScheme = 'file' | 's3';

const BUCKET_SCHEME = 's3://';
const BUCKET_LOCATION = /^s3:\/\/([^/]+)(?:\/(.*))?$/s;
/** Amazon's rules for names, which others keep too. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const schemeOf = (location: string): LocationScheme => (location.startsWith(BUCKET_SCHEME) ? 's3' : 'file');

export interface BucketPlace {
  bucket: string;
  /** Without a slash at either end; empty for the whole bucket. */
  key: string;
}

/** @throws DomainError validation for what names no bucket, about `field` */
export function toBucketPlace(location: string, field = 'body/path'): BucketPlace {
  const [, bucket = '', key = ''] = BUCKET_LOCATION.exec(location) ?? [];
  if (!BUCKET_NAME.test(bucket)) throw invalid(field, 'A bucket is written as s3://bucket or s3://bucket/folder.');
  return { bucket, key: key.replace(/^\/+|\/+$/g, '') };
}

export const fromBucketPlace = ({ bucket, key }: BucketPlace): string =>
  key === '' ? `${BUCKET_SCHEME}${bucket}` : `${BUCKET_SCHEME}${bucket}/${key}`;

/** One spelling for one place of a bucket. @throws DomainError validation */
export const normalizeBucketLocation = (location: string, field?: string): string =>
  fromBucketPlace(toBucketPlace(location, field));

/** A place below a folder; `path` is relative, with `/`. */
export const joinLocation = (folder: string, path: string): string =>
  path === '' ? folder : `${folder.replace(/\/+$/, '')}/${path}`;

import { DomainError } from '#models/errors.ts';

/** Why a bucket gives nothing. */
export type BucketFault = 'missing' | 'forbidden' | 'away';

/** What the SDK's errors tell about themselves. */
interface ServiceError {
  name?: unknown;
  Code?: unknown;
  $metadata?: { httpStatusCode?: unknown };
}

const statusOf = (error: unknown): number =>
  Number(typeof error === 'object' && error !== null ? (error as ServiceError).$metadata?.httpStatusCode : undefined);

const nameOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? (error as ServiceError).name : undefined;

export function faultOf(error: unknown): BucketFault | undefined {
  if (error instanceof DomainError) return error.code === 'unavailable' ? 'away' : undefined;
  if (nameOf(error) === 'NoSuchBucket') return 'missing';
  const status = statusOf(error);
  // Another region answers 301: the key is not for this bucket, whatever else is true.
  return status === 403 || status === 401 || status === 301 ? 'forbidden' : undefined;
}

export const isNotThere = (error: unknown): boolean => statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket';

/** In the domain's words; what is nobody's fault but ours passes as it is. */
export function toMediaError(error: unknown, bucket: string): unknown {
  if (error instanceof DomainError) return error;
  if (isNotThere(error)) return new DomainError('media-missing', 'The file is not there.', { cause: error });
  if (statusOf(error) === 412)
    return new DomainError('media-missing', 'The file was replaced while it was being read.', { cause: error });
  const fault = faultOf(error);
  if (fault === undefined) return error;
  const message =
    fault === 'missing'
      ? `There is no bucket “${bucket}”.`
      : `JetStream is not allowed to use the bucket “${bucket}”: its access key or region does not fit.`;
  return new DomainError('unavailable', message, { cause: error });
}

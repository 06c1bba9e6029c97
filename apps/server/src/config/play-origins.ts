import type { S3Access } from './config.ts';

/** Origins that a signed address of a bucket may have, in the form of a content security policy. */
export function toPlayOrigins(s3: S3Access | null): string[] {
  if (s3 === null || !s3.isPlayedDirectly) return [];
  const { protocol, host } = new URL(s3.endpoint ?? `https://s3.${s3.region}.amazonaws.com`);
  return [s3.isPathStyle ? `${protocol}//${host}` : `${protocol}//*.${host}`];
}

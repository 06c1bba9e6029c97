import type { Config } from './config.ts';

/** Origins beside its own from which the app plays, in the form of a content security policy. */
export function toPlayOrigins({
  http,
  s3,
}: { http: Pick<Config['http'], 'mediaOrigin'> } & Pick<Config, 's3'>): string[] {
  const media = http.mediaOrigin === null ? [] : [http.mediaOrigin];
  if (s3 === null || !s3.isPlayedDirectly) return media;
  const { protocol, host } = new URL(s3.endpoint ?? `https://s3.${s3.region}.amazonaws.com`);
  return [...media, s3.isPathStyle ? `${protocol}//${host}` : `${protocol}//*.${host}`];
}

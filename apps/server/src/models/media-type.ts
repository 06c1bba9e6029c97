import type { AudioFormat } from './track.ts';

const OGG_CODECS: ReadonlySet<string> = new Set(['opus', 'vorbis', 'flac', 'speex']);

/**
 * The `Content-Type` to serve a file with. Ogg alone says nothing about what is inside, and browsers play some of its
 * codecs only (RFC 5334, section 4).
 */
export function toContentType({ mimeType, codec }: Pick<AudioFormat, 'mimeType' | 'codec'>): string {
  if (mimeType === 'audio/ogg' && OGG_CODECS.has(codec)) return `${mimeType}; codecs=${codec}`;
  return mimeType === '' ? 'application/octet-stream' : mimeType;
}

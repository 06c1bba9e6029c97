import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';

/** One part, named by numbers that fit. */
const PLAIN_RANGE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-\d{1,15})$/;
const STRONG_TAG = /^"[^"]*"$/;
const ADDRESS_PREFIX = '/_media';

/**
 * Whether NGINX, which looks at the request's conditions once more, would send the very bytes that this server chose.
 * It answers sets of ranges in parts, and compares `If-Match` and the dates of `If-Range` in its own way: whoever asks so,
 * which players do not, gets the bytes from here.
 */
export const isReadAlike = ({ 'if-match': ifMatch, 'if-range': ifRange, range }: IncomingHttpHeaders): boolean =>
  ifMatch === undefined &&
  (range === undefined || (isPlain(range) && (ifRange === undefined || STRONG_TAG.test(String(ifRange)))));

function isPlain(range: string): boolean {
  const [isRange, first, last] = PLAIN_RANGE.exec(range) ?? [];
  return isRange !== undefined && (!last || Number(first) <= Number(last));
}

/** Whether the connection is one of a configured proxy. Anybody else would only learn where the file lies. */
export function isFromTrustedProxy({ app, socket }: Request): boolean {
  const isTrusted = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return socket.remoteAddress !== undefined && isTrusted(socket.remoteAddress, 0);
}

/**
 * The address within NGINX of a file of the disk (deploy/nginx). NGINX decodes it once; percent signs, question marks and
 * line ends of file names arrive as they are.
 */
export const toMediaAddress = (absolutePath: string): string =>
  ADDRESS_PREFIX + absolutePath.split('/').map(encodeURIComponent).join('/');

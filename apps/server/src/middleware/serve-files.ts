import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import { hasMatchingTag } from './send-answer.ts';

export interface FileServing {
  directory: string;
  /** Paths whose content never changes, because their names hold a hash of it. */
  immutable?: RegExp;
  /** Sent for addresses of pages, which the app in the browser resolves. */
  fallback?: string;
}

interface FoundFile {
  path: string;
  stats: Stats;
  encoding: 'br' | 'gzip' | undefined;
}

const YEAR_S = 31_536_000;
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Serves a folder: compressed twins (`.br`, `.gz`) where the client takes them, ETags, nothing hidden or outside. */
export function serveFiles({ directory, immutable, fallback }: FileServing): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const relative = toRelativePath(request.path);
    if (relative === undefined) return next();
    const own = await findFile(directory, relative === '' ? 'index.html' : relative, request);
    const found =
      own ??
      (fallback !== undefined && isPage(relative, request) ? await findFile(directory, fallback, request) : undefined);
    if (!found) return next();
    const isImmutable = own !== undefined && immutable?.test(relative) === true;
    response.setHeader('cache-control', isImmutable ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    await sendFile(found, request, response);
  };
}

/** Undefined for what could lead outside, and for hidden files. */
function toRelativePath(path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const segments = decoded.split('/').filter((segment) => segment !== '');
  const isPlain = segments.every((segment) => !segment.startsWith('.') && !/[\\:\0]/.test(segment));
  return isPlain ? segments.join('/') : undefined;
}

/** Browsers name HTML when they open an address. A monitor or a program that takes anything shall hear that it erred. */
const isPage = (path: string, request: Request): boolean =>
  extname(path) === '' && /\btext\/html\b/i.test(request.get('accept') ?? '');

async function findFile(directory: string, relative: string, request: Request): Promise<FoundFile | undefined> {
  const path = join(directory, relative);
  for (const [encoding, suffix] of encodings) {
    if (request.acceptsEncodings(encoding) === false) continue;
    const stats = await statFile(path + suffix);
    if (stats) return { path: path + suffix, stats, encoding };
  }
  const stats = await statFile(path);
  return stats && { path, stats, encoding: undefined };
}

async function statFile(path: string): Promise<Stats | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() ? stats : undefined;
}

async function sendFile({ path, stats, encoding }: FoundFile, request: Request, response: Response): Promise<void> {
  const plainPath = encoding === undefined ? path : path.slice(0, path.lastIndexOf('.'));
  const etag = `"${Math.round(stats.mtimeMs).toString(36)}-${stats.size.toString(36)}${encoding ?? ''}"`;
  response.vary('Accept-Encoding');
  response.setHeader('etag', etag);
  if (hasMatchingTag(request.get('if-none-match'), etag)) {
    response.status(304).end();
    return;
  }
  response.setHeader('content-type', contentTypes[extname(plainPath)] ?? 'application/octet-stream');
  response.setHeader('content-length', stats.size);
  if (encoding !== undefined) response.setHeader('content-encoding', encoding);
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(path), response);
}

import { hash } from 'node:crypto';
import type { Endpoint } from '@jetstream/api-contract';
import type { Response } from 'express';

/** Writes what a handler returned, as the endpoint's contract says. Bytes and events were written by the handler. */
export function sendAnswer(endpoint: Endpoint, answer: unknown, response: Response): void {
  if (endpoint.output === 'audio' || endpoint.output === 'image' || endpoint.output === 'events') return;
  // A handler may have chosen another status, such as 503 of a server that is not ready.
  if (response.statusCode === 200) response.status(endpoint.status ?? 200);
  if (endpoint.output === 'empty') {
    response.setHeader('cache-control', 'no-store');
    response.end();
    return;
  }
  const body = Buffer.from(JSON.stringify(answer));
  response.setHeader('cache-control', endpoint.isConditional ? 'private, no-cache' : 'no-store');
  if (endpoint.isConditional) {
    const etag = `"${hash('sha1', body, 'base64url')}"`;
    response.setHeader('etag', etag);
    if (hasMatchingTag(response.req.get('if-none-match'), etag)) {
      response.status(304).end();
      return;
    }
  }
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', body.length);
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** RFC 9110, section 13.1.2: a list of tags or `*`, compared weakly. */
export function hasMatchingTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

import { hash } from 'node:crypto';
import type { Endpoint } from '@jetstream/api-contract';
import type { Response } from 'express';
import type { Caller } from '#models/caller.ts';

/** JSON as it is sent, with the tag that stands for it. */
export interface EncodedAnswer {
  body: string;
  etag: string;
}

/** Keeps answers for those who ask again; where it keeps none, it makes them. */
export interface AnswerKeeper {
  answer(
    question: { endpoint: string; caller: Caller; input: { params: unknown; query: unknown } },
    make: () => Promise<EncodedAnswer>,
  ): Promise<EncodedAnswer>;
  /** Resolves when nobody is answered any more with what was so before this write. */
  noteWrite(caller: Caller, isAboutAll: boolean): Promise<void>;
}

export function encodeAnswer(answer: unknown): EncodedAnswer {
  const body = JSON.stringify(answer);
  return { body, etag: `"${hash('sha1', body, 'base64url')}"` };
}

/** Writes what a handler returned, as the endpoint's contract says. Bytes and events were written by the handler. */
export function sendAnswer(endpoint: Endpoint, answer: unknown, response: Response): void {
  if (endpoint.output === 'audio' || endpoint.output === 'image' || endpoint.output === 'events') return;
  // A handler may have chosen another status, such as 503 of a server that is not ready.
  if (response.statusCode === 200) response.status(endpoint.status ?? 200);
  if (endpoint.isConditional) {
    sendEncoded(encodeAnswer(answer), response);
    return;
  }
  response.setHeader('cache-control', 'no-store');
  if (endpoint.output === 'empty') response.end();
  else sendBody(JSON.stringify(answer), response);
}

/** The answer of a conditional endpoint, or that it has not changed. */
export function sendEncoded({ body, etag }: EncodedAnswer, response: Response): void {
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('etag', etag);
  if (hasMatchingTag(response.req.get('if-none-match'), etag)) response.status(304).end();
  else sendBody(body, response);
}

function sendBody(text: string, response: Response): void {
  const body = Buffer.from(text);
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

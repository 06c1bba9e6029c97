import type { OutgoingHttpHeaders } from 'node:http';
import type { Request, Response } from 'express';
import { DomainError } from '#models/errors.ts';
import { resolveRange, type RangeOutcome } from './byte-range.ts';
import { evaluatePreconditions, isRangeCurrent, type Validators } from './preconditions.ts';

/** Bytes that can be sent whole or in part. */
export interface Entity {
  /** Null while it is being made, which only a GET of the whole may meet: HEAD and ranges need the size. */
  sizeBytes: number | null;
  etag: string;
  /** Null when nothing but the tag tells versions apart. */
  modifiedAtMs: number | null;
  cacheControl: string;
  /** What only an answer with a body has. */
  head: OutgoingHttpHeaders;
}

export interface EntityAnswer {
  status: number;
  head: OutgoingHttpHeaders;
  /** What is to follow the head; of infinite length when nobody knows yet where the end is. */
  part?: { start: number; length: number };
}

type SatisfiableRange = Exclude<RangeOutcome, { kind: 'unsatisfiable' }>;

/**
 * What to answer to GET and HEAD (RFC 9110). `findOther` may send the body on another way.
 * @throws DomainError range-unsatisfiable
 */
export function answerEntity(
  entity: Entity,
  request: Request,
  response: Response,
  findOther?: (range: SatisfiableRange, head: OutgoingHttpHeaders) => EntityAnswer | undefined,
): EntityAnswer {
  const { sizeBytes, etag, modifiedAtMs } = entity;
  // Without a time no condition about one is looked at (RFC 9110, section 13.1.3).
  const validators: Validators = { etag, modifiedAtMs: modifiedAtMs ?? 0 };
  const { 'if-modified-since': _modified, 'if-unmodified-since': _unmodified, ...timeless } = request.headers;
  const head = {
    ETag: etag,
    ...(modifiedAtMs !== null && { 'Last-Modified': new Date(modifiedAtMs).toUTCString() }),
    'Cache-Control': entity.cacheControl,
    'Accept-Ranges': 'bytes',
  };
  const verdict = evaluatePreconditions(modifiedAtMs === null ? timeless : request.headers, validators);
  if (verdict !== 'send') return { status: verdict === 'failed' ? 412 : 304, head };
  const full = { ...head, ...entity.head, 'X-Content-Type-Options': 'nosniff' };
  if (sizeBytes === null) return { status: 200, head: full, part: { start: 0, length: Number.POSITIVE_INFINITY } };
  // Ranges are defined for GET alone (RFC 9110, section 14.2).
  const isRangeAsked = request.method === 'GET' && isRangeCurrent(request.headers['if-range'], validators);
  const range = resolveRange(isRangeAsked ? request.headers.range : undefined, sizeBytes);
  if (range.kind === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${sizeBytes}`);
    response.setHeader('Accept-Ranges', 'bytes');
    throw new DomainError('range-unsatisfiable', 'The range lies beyond the end of the file.');
  }
  const other = findOther?.(range, full);
  if (other) return other;
  if (range.kind === 'whole') {
    const whole = { status: 200, head: { ...full, 'Content-Length': sizeBytes } };
    return request.method !== 'HEAD' && sizeBytes > 0 ? { ...whole, part: { start: 0, length: sizeBytes } } : whole;
  }
  const length = range.end - range.start + 1;
  const contentRange = `bytes ${range.start}-${range.end}/${sizeBytes}`;
  const head206 = { ...full, 'Content-Range': contentRange, 'Content-Length': length };
  return { status: 206, head: head206, part: { start: range.start, length } };
}

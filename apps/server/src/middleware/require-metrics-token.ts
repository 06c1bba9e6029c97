import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Secret } from '#config/secrets.ts';
import { DomainError } from '#models/errors.ts';

/** Lets those pass who send the configured token. */
export function requireMetricsToken(token: Secret): RequestHandler {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(`Bearer ${token.reveal()}`);
  return (request, _response, next) => {
    if (!timingSafeEqual(digest(request.get('authorization') ?? ''), expected))
      throw new DomainError('unauthenticated', 'Send the metrics token as a bearer token.');
    next();
  };
}

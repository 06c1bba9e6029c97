import type { Request, RequestHandler } from 'express';
import { DomainError } from '#models/errors.ts';

/**
 * Refuses requests that a page of another site made a browser send. Clients that are no browser send neither header.
 * Browsers leave `Sec-Fetch-Site` out on plain http, hence the comparison of `Origin` with the address asked for.
 */
export function requireSameOrigin(allowedOrigins: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    if (!isSameOrigin(request, allowedOrigins))
      throw new DomainError('forbidden', 'This can only be done from a page of JetStream itself.');
    next();
  };
}

function isSameOrigin(request: Request, allowedOrigins: readonly string[]): boolean {
  const origin = request.get('origin');
  if (origin !== undefined && allowedOrigins.includes(origin)) return true;
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || (site === 'none' && origin === undefined);
  if (origin === undefined) return true;
  // `request.host` honours X-Forwarded-Host, but only of a trusted proxy.
  return URL.canParse(origin) && new URL(origin).host === request.host;
}

import type { RequestHandler } from 'express';

const PREFLIGHT_SECONDS = '86400';

/** For what its address alone opens, and no cookie: pages, players and caches of other origins may load it. */
export function shareWithAnyOrigin(): RequestHandler {
  return (request, response, next) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader(
      'access-control-expose-headers',
      'accept-ranges, content-length, content-range, etag, retry-after',
    );
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    response.setHeader('timing-allow-origin', '*');
    if (request.method !== 'OPTIONS' || request.get('access-control-request-method') === undefined) return next();
    response.setHeader('access-control-allow-methods', 'GET, HEAD');
    response.setHeader('access-control-allow-headers', 'range, if-range, if-none-match');
    response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
    response.status(204).end();
  };
}

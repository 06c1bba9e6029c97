import type { Request } from 'express';

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i;

/** Undefined without the header, null when it holds something else. */
export function readBearerToken(request: Request): string | null | undefined {
  const authorization = request.get('authorization');
  return authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? null);
}

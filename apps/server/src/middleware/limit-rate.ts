import type { RequestHandler } from 'express';
import { DomainError } from '#models/errors.ts';
import { getRequestContext } from './request-context.ts';

/** Takes one from the caller's allowance: 0 when there was one, else the seconds until there is. */
export interface RequestAllowance {
  take(key: string): number;
}

/** Stops a client that runs away. Known users count by user, everyone else by address. */
export function limitRate(allowance: RequestAllowance): RequestHandler {
  return (request, response, next) => {
    const caller = getRequestContext(response).caller;
    const waitSeconds = allowance.take(caller ? `user ${caller.userId}` : `address ${request.ip ?? 'unknown'}`);
    if (waitSeconds > 0)
      throw new DomainError('rate-limited', 'Too many requests.', { retryAfterSeconds: waitSeconds });
    next();
  };
}

import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { DomainError } from '#models/errors.ts';
import { getRequestContext } from './request-context.ts';

/** Takes one from the caller's allowance: 0 when there was one, else the seconds until there is. */
export interface RequestAllowance {
  take(key: string): Promise<number>;
}

/** Stops a client that runs away. Known users count by user, everyone else by address. */
export function limitRate(allowance: RequestAllowance): RequestHandler {
  return async (request, response, next) => {
    const caller = getRequestContext(response).caller;
    await takeOne(allowance, caller ? `user ${caller.userId}` : addressKey(request));
    next();
  };
}

/** Counts who was refused before it was known who asks: a client with an expired token runs away like any other. */
export function limitRefusals(allowance: RequestAllowance): ErrorRequestHandler {
  return async (refusal: unknown, request, _response, next) => {
    await takeOne(allowance, addressKey(request));
    next(refusal);
  };
}

const addressKey = (request: Request): string => `address ${request.ip ?? 'unknown'}`;

async function takeOne(allowance: RequestAllowance, key: string): Promise<void> {
  const waitSeconds = await allowance.take(key);
  if (waitSeconds > 0) throw new DomainError('rate-limited', 'Too many requests.', { retryAfterSeconds: waitSeconds });
}

import type { EndpointAccess } from '@jetstream/api-contract';
import type { Request, RequestHandler } from 'express';
import { readBearerToken } from '#controllers/bearer-token.ts';
import { readMediaCookie } from '#controllers/session-cookies.ts';
import type { Caller } from '#models/caller.ts';
import { DomainError } from '#models/errors.ts';
import { getRequestContext } from './request-context.ts';

/** The part of the authenticating service that this middleware needs; both throw DomainError unauthenticated. */
export interface Authenticator {
  authenticate(accessToken: string): Promise<Caller>;
  authenticateMedia(mediaToken: string): Promise<Caller>;
}

/** Lets a request pass that may use endpoints of this access, and notes who is asking. */
export function authenticate(access: Exclude<EndpointAccess, 'signed'>, authenticator: Authenticator): RequestHandler {
  return async (request, response, next) => {
    if (access !== 'public') {
      const caller = await identify(request, access, authenticator);
      if (access === 'administrator' && caller.role !== 'administrator')
        throw new DomainError('forbidden', 'Only an administrator can do this.');
      getRequestContext(response).caller = caller;
    }
    next();
  };
}

/** The first credential present decides, so that a request never does with one what another forbids. */
async function identify(request: Request, access: EndpointAccess, authenticator: Authenticator): Promise<Caller> {
  const token = readBearerToken(request);
  if (token === null) throw new DomainError('unauthenticated', 'Send the access token as a bearer token.');
  if (token !== undefined) return authenticator.authenticate(token);
  const mediaToken = access === 'media' ? findMediaToken(request) : undefined;
  if (mediaToken !== undefined) return authenticator.authenticateMedia(mediaToken);
  throw new DomainError('unauthenticated', 'Sign in first.');
}

function findMediaToken(request: Request): string | undefined {
  const inQuery = request.query['token'];
  if (typeof inQuery === 'string') return inQuery;
  return readMediaCookie(request);
}

import type { Request } from 'express';
import type { Caller } from '#models/caller.ts';
import type { AuthService } from '#services/auth-service.ts';
import { readBearerToken } from './bearer-token.ts';
import { readMediaCookie } from './session-cookies.ts';

type Authenticator = Pick<AuthService, 'authenticate' | 'authenticateMedia'>;

/**
 * Whose turn it is to have something encoded: the user where a token or the cookie comes along, else whoever is at that network address.
 * What is not valid opens the address of the media all the same, which is signed.
 */
export async function identifyListener(request: Request, authenticator: Authenticator): Promise<string> {
  const caller = await findCaller(request, authenticator)?.catch(() => undefined);
  return caller ? `user ${caller.userId}` : `address ${request.ip ?? 'unknown'}`;
}

function findCaller(request: Request, authenticator: Authenticator): Promise<Caller> | undefined {
  const token = readBearerToken(request);
  if (typeof token === 'string') return authenticator.authenticate(token);
  const cookie = readMediaCookie(request);
  return cookie === undefined ? undefined : authenticator.authenticateMedia(cookie);
}

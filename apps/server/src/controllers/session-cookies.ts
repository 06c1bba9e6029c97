import type { CookieOptions, Request, Response } from 'express';

const REFRESH_COOKIE = 'jetstream_refresh';
const MEDIA_COOKIE = 'jetstream_media';
const REFRESH_PATH = '/api/v1/auth';
/** For /api/v1 and for /media, where it tells whose turn it is to have something encoded. */
const MEDIA_PATH = '/';

interface Token {
  token: string;
  lifetimeMs: number;
}

export const readRefreshCookie = (request: Request): string | undefined => readCookie(request, REFRESH_COOKIE);
export const readMediaCookie = (request: Request): string | undefined => readCookie(request, MEDIA_COOKIE);

export function setRefreshCookie(response: Response, { token, lifetimeMs }: Token): void {
  response.cookie(REFRESH_COOKIE, token, { ...cookieOptions(response, REFRESH_PATH), maxAge: lifetimeMs });
}

export function setMediaCookie(response: Response, { token, lifetimeMs }: Token): void {
  response.cookie(MEDIA_COOKIE, token, { ...cookieOptions(response, MEDIA_PATH), maxAge: lifetimeMs });
}

export function clearSessionCookies(response: Response): void {
  response.clearCookie(REFRESH_COOKIE, cookieOptions(response, REFRESH_PATH));
  response.clearCookie(MEDIA_COOKIE, cookieOptions(response, MEDIA_PATH));
}

/** Secure only over https: on plain http, as in most homes, browsers would not keep the cookie at all. */
const cookieOptions = (response: Response, path: string): CookieOptions => ({
  path,
  httpOnly: true,
  sameSite: 'strict',
  secure: response.req.secure,
});

/** As it was set: our values need no escaping. */
function readCookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const separator = pair.indexOf('=');
    if (separator > 0 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim();
  }
  return undefined;
}

import type { Request, Response } from 'express';
import { DomainError } from '#models/errors.ts';
import type { SessionId } from '#models/ids.ts';
import { toDeviceName } from '#presenters/device-name.ts';
import { toDevice, toPublicSession } from '#presenters/session-presenter.ts';
import type { AuthService } from '#services/auth-service.ts';
import type { SessionTokens } from '#services/session-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';
import { clearSessionCookies, readRefreshCookie, setMediaCookie, setRefreshCookie } from './session-cookies.ts';

type AuthEndpoint = 'setUp' | 'login' | 'refreshSession' | 'logout' | 'listDevices' | 'deleteDevice';
type TokenDelivery = 'cookie' | 'body';

export function createAuthController({ authService }: { authService: AuthService }): EndpointHandlers<AuthEndpoint> {
  const signIn = async (
    body: { name: string; password: string; deviceName?: string | undefined; tokenDelivery: TokenDelivery },
    { request, response }: { request: Request; response: Response },
    open: AuthService['login'],
  ) => {
    const { name, password, tokenDelivery } = body;
    const deviceName = toDeviceName(body.deviceName, request.get('user-agent'));
    const tokens = await open({ name, password, deviceName, address: request.ip ?? 'unknown' });
    const replaced = readRefreshCookie(request);
    if (replaced !== undefined && tokenDelivery === 'cookie') await authService.logout(replaced);
    return deliver(tokens, tokenDelivery, response);
  };
  return {
    setUp: ({ body, http }) => signIn(body, http, (input) => authService.setUp(input)),
    login: ({ body, http }) => signIn(body, http, (input) => authService.login(input)),
    async refreshSession({ body, http: { request, response } }) {
      const token = body.refreshToken ?? readRefreshCookie(request);
      if (token === undefined) throw new DomainError('session-expired', 'There is no session. Sign in.');
      const delivery: TokenDelivery = body.refreshToken === undefined ? 'cookie' : 'body';
      try {
        return deliver(await authService.refresh(token), delivery, response);
      } catch (error) {
        if (delivery === 'cookie' && endsSession(error)) clearSessionCookies(response);
        throw error;
      }
    },
    async logout({ body, http: { request, response } }) {
      const token = body.refreshToken ?? readRefreshCookie(request);
      if (token !== undefined) await authService.logout(token);
      if (body.refreshToken === undefined) clearSessionCookies(response);
      return undefined;
    },
    async listDevices({ caller }) {
      const sessions = await authService.listDevices(caller.userId);
      return { items: sessions.map((session) => toDevice(session, caller.sessionId)) };
    },
    async deleteDevice({ caller, params }) {
      await authService.deleteDevice(caller.userId, params.deviceId as SessionId);
      return undefined;
    },
  };
}

function deliver(tokens: SessionTokens, delivery: TokenDelivery, response: Response) {
  if (delivery === 'body') return toPublicSession(tokens, tokens.refresh.token);
  setRefreshCookie(response, tokens.refresh);
  setMediaCookie(response, tokens.media);
  return toPublicSession(tokens, null);
}

const endsSession = (error: unknown): boolean =>
  error instanceof DomainError && (error.code === 'session-expired' || error.code === 'session-reused');

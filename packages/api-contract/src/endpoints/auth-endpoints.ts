import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { id } from '../schemas/primitives.ts';
import { device, loginBody, refreshBody, session, setupBody } from '../schemas/session.ts';

export const authEndpoints = {
  setUp: defineEndpoint('setUp', {
    summary: 'Create the first administrator and sign in',
    tag: 'auth',
    access: 'public',
    body: setupBody,
    output: session,
    status: 201,
    errors: ['setup-done', 'rate-limited', 'forbidden'],
  }),
  login: defineEndpoint('login', {
    summary: 'Sign in with name and password',
    tag: 'auth',
    access: 'public',
    body: loginBody,
    output: session,
    errors: ['credentials-wrong', 'rate-limited', 'setup-required', 'forbidden'],
  }),
  refreshSession: defineEndpoint('refreshSession', {
    summary: 'Exchange the refresh token (cookie or body) for a new session; a token used twice ends its whole family',
    tag: 'auth',
    access: 'public',
    body: refreshBody,
    output: session,
    errors: ['session-expired', 'session-reused', 'forbidden', 'rate-limited'],
  }),
  logout: defineEndpoint('logout', {
    summary: 'End this session on the server and clear its cookies',
    tag: 'auth',
    access: 'public',
    body: refreshBody,
    output: 'empty',
    status: 204,
    errors: ['forbidden'],
  }),
  listDevices: defineEndpoint('listDevices', {
    summary: 'Where I am signed in',
    tag: 'auth',
    access: 'listener',
    output: z.object({ items: z.array(device) }),
  }),
  deleteDevice: defineEndpoint('deleteDevice', {
    summary: 'Sign a device out',
    tag: 'auth',
    access: 'listener',
    params: z.object({ deviceId: id }),
    output: 'empty',
    status: 204,
    errors: ['not-found'],
  }),
};

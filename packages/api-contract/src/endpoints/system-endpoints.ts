import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { health, readiness, serverInfo } from '../schemas/server.ts';

export const systemEndpoints = {
  getHealth: defineEndpoint('getHealth', {
    summary: 'Is the process alive',
    tag: 'system',
    access: 'public',
    output: health,
  }),
  getReadiness: defineEndpoint('getReadiness', {
    summary: 'Can it serve: stores reachable, migrations done (503 with the same body when not)',
    tag: 'system',
    access: 'public',
    output: readiness,
    errors: ['unavailable'],
  }),
  getServerInfo: defineEndpoint('getServerInfo', {
    summary: 'Name, version and whether the first run is still to do',
    tag: 'system',
    access: 'public',
    output: serverInfo,
    isConditional: true,
  }),
  streamEvents: defineEndpoint('streamEvents', {
    summary: 'Server-sent events: scan progress, library and queue changes',
    tag: 'system',
    access: 'listener',
    query: z.object({}),
    output: 'events',
  }),
};

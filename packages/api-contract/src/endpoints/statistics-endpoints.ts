import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { listeningPeriod, listeningStatistics, serverStatistics } from '../schemas/statistics.ts';

export const statisticsEndpoints = {
  getListeningStatistics: defineEndpoint('getListeningStatistics', {
    summary: 'What I listened to, and how long',
    tag: 'listening',
    access: 'listener',
    query: z.object({ period: listeningPeriod.default('month') }),
    output: listeningStatistics,
  }),
  getServerStatistics: defineEndpoint('getServerStatistics', {
    summary: 'How the server is used: plays, requests and what happened',
    tag: 'system',
    access: 'administrator',
    output: serverStatistics,
  }),
};

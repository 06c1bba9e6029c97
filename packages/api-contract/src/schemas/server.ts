import { z } from 'zod';
import { job } from './job.ts';
import { scan, demoAlbumState } from './library.ts';
import { id } from './primitives.ts';
import { uploadState } from './upload.ts';

export const serverInfo = z
  .object({
    name: z.string(),
    version: z.string(),
    /** True until the first administrator exists: the app shows the first-run page. */
    isSetupRequired: z.boolean(),
  })
  .meta({ id: 'ServerInfo' });
export type ServerInfo = z.infer<typeof serverInfo>;

export const health = z
  .object({ status: z.literal('ok'), version: z.string(), uptimeSeconds: z.number() })
  .meta({ id: 'Health' });
export const readiness = z
  .object({
    /** Degraded: a store is away that not everything needs, `checks` says which. */
    status: z.enum(['ready', 'degraded', 'not-ready']),
    checks: z.record(z.string(), z.enum(['ok', 'failed'])),
  })
  .meta({ id: 'Readiness' });

/** Messages on the event stream (`text/event-stream`; the SSE `event` field repeats `type`). */
export const serverEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('scan-progressed'), scan }),
    z.object({ type: z.literal('job-progressed'), job }),
    z.object({ type: z.literal('library-changed'), version: z.string() }),
    z.object({ type: z.literal('queue-changed'), client: z.string() }),
    /** Of the signed-in user. */
    z.object({ type: z.literal('settings-changed') }),
    z.object({ type: z.literal('annotation-changed'), kind: z.enum(['track', 'album', 'artist']), id: z.string() }),
    z.object({ type: z.literal('demo-album-progressed'), demoAlbum: demoAlbumState }),
    z.object({ type: z.literal('upload-changed'), uploadId: id, state: uploadState }),
  ])
  .meta({ id: 'ServerEvent' });
export type ServerEvent = z.infer<typeof serverEvent>;

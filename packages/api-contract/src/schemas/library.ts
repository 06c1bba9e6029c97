import { z } from 'zod';
import { id, timestamp } from './primitives.ts';

/** A folder of music on the server. `isManaged` libraries come from configuration and cannot be removed in the app. */
export const library = z
  .object({
    id,
    name: z.string(),
    path: z.string(),
    isManaged: z.boolean(),
    isReachable: z.boolean(),
    trackCount: z.int(),
    addedAt: timestamp,
    lastScannedAt: timestamp.nullable(),
  })
  .meta({ id: 'Library' });
export type Library = z.infer<typeof library>;

export const libraryCreate = z.strictObject({
  path: z.string().min(1).max(4096),
  name: z.string().trim().min(1).max(120).optional(),
});

/** Folders on the server's disk, for choosing a library. `path` null stands for the list of roots. */
export const serverFolder = z
  .object({
    path: z.string(),
    parentPath: z.string().nullable(),
    folders: z.array(z.object({ name: z.string(), path: z.string() })),
    /** Audio files directly inside, counted up to 1,000. */
    audioFileCount: z.int(),
  })
  .meta({ id: 'ServerFolder' });
export type ServerFolder = z.infer<typeof serverFolder>;

export const scanState = z.enum(['queued', 'running', 'completed', 'cancelled', 'failed']);
export const scanPhase = z.enum(['waiting', 'listing', 'reading', 'finishing', 'done']);

/** `remainingMs` and `filesTotal` are null until the listing of files is complete. */
export const scan = z
  .object({
    id,
    libraryId: id.nullable(),
    state: scanState,
    phase: scanPhase,
    isFull: z.boolean(),
    filesTotal: z.int().nullable(),
    filesSeen: z.int(),
    filesUnchanged: z.int(),
    filesAdded: z.int(),
    filesUpdated: z.int(),
    filesMoved: z.int(),
    filesMissing: z.int(),
    filesFailed: z.int(),
    filesPerSecond: z.number(),
    remainingMs: z.number().nullable(),
    startedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Scan' });
export type Scan = z.infer<typeof scan>;

export const scanStart = z.strictObject({ libraryId: id.optional(), isFull: z.boolean().default(false) });

export const scanFailure = z
  .object({
    id,
    libraryId: id,
    path: z.string(),
    reason: z.enum([
      'not-allowed',
      'unreadable',
      'bad-name',
      'too-deep',
      'empty',
      'not-audio',
      'video',
      'format-unknown',
      'damaged',
      'cut-off',
      'timed-out',
      'too-large',
      'unknown',
    ]),
    sizeBytes: z.int(),
    failedAt: timestamp,
  })
  .meta({ id: 'ScanFailure' });
export type ScanFailure = z.infer<typeof scanFailure>;

/** State of the demo album that JetStream composes itself. */
export const demoAlbumState = z
  .object({
    state: z.enum(['absent', 'rendering', 'ready', 'failed']),
    progress: z.number().min(0).max(1),
    libraryId: id.nullable(),
  })
  .meta({ id: 'DemoAlbum' });
export type DemoAlbumState = z.infer<typeof demoAlbumState>;

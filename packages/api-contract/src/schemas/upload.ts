import { z } from 'zod';
import { id, timestamp } from './primitives.ts';

export const uploadState = z.enum(['receiving', 'checking', 'done', 'rejected', 'duplicate']);
/** The last two are about covers and lyrics that are sent with a folder: by their content none, or of a name that is taken. */
export const uploadRejection = z.enum([
  'not-audio',
  'damaged',
  'cut-off',
  'checksum-mismatch',
  'lost',
  'not-companion',
  'name-taken',
]);

/**
 * One file that a user sent. `track` is what it became, or, of a duplicate, what was there before; null until a scan has
 * taken it in, and for covers and lyrics. `expiresAt` tells when one that was not finished is given up.
 */
export const upload = z
  .object({
    id,
    fileName: z.string(),
    /** Where it lay below the folder that was chosen, with `/`; empty for a single file. */
    folder: z.string(),
    sizeBytes: z.int(),
    receivedBytes: z.int(),
    state: uploadState,
    rejection: uploadRejection.nullable(),
    track: z.object({ id, title: z.string(), albumId: id.nullable() }).nullable(),
    createdAt: timestamp,
    endedAt: timestamp.nullable(),
    expiresAt: timestamp.nullable(),
  })
  .meta({ id: 'Upload' });
export type Upload = z.infer<typeof upload>;
export type UploadState = Upload['state'];
export type UploadRejection = NonNullable<Upload['rejection']>;

/** What a user's uploads take, and may take. `reservedBytes` is promised to those under way. */
export const uploadUsage = z
  .object({
    storedBytes: z.int(),
    reservedBytes: z.int(),
    fileCount: z.int(),
    quotaBytes: z.int(),
    maxFileBytes: z.int(),
    /** Listeners may not. */
    canUpload: z.boolean(),
  })
  .meta({ id: 'UploadUsage' });
export type UploadUsage = z.infer<typeof uploadUsage>;

export const userUploadUsage = z
  .object({ userId: id, userName: z.string(), storedBytes: z.int(), reservedBytes: z.int(), fileCount: z.int() })
  .meta({ id: 'UserUploadUsage' });
export type UserUploadUsage = z.infer<typeof userUploadUsage>;

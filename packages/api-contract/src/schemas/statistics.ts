import { z } from 'zod';
import { album, artist, track } from './catalogue.ts';
import { id, timestamp } from './primitives.ts';

/** The last 7 or 30 days, this month and the eleven before, or everything. */
export const listeningPeriod = z.enum(['week', 'month', 'year', 'all']);
export type ListeningPeriod = z.infer<typeof listeningPeriod>;

const heard = { plays: z.int(), playedMs: z.number() };
/** A day of UTC. */
const date = z.iso.date();

export const listeningStatistics = z
  .object({
    period: listeningPeriod,
    ...heard,
    /** Oldest first: every day of a week or month, days with plays of longer periods. */
    days: z.array(z.object({ date, ...heard })),
    topTracks: z.array(z.object({ track, ...heard })),
    topAlbums: z.array(z.object({ album, ...heard })),
    topArtists: z.array(z.object({ artist, ...heard })),
    /** Worked out from the 300 tracks that were played most. */
    topGenres: z.array(z.object({ id, name: z.string(), ...heard })),
  })
  .meta({ id: 'ListeningStatistics' });
export type ListeningStatistics = z.infer<typeof listeningStatistics>;

export const activityKind = z.enum(['signed-in', 'signed-out', 'sign-in-refused', 'scan-ended', 'uploaded', 'changed']);
export type ActivityKind = z.infer<typeof activityKind>;

export const serverStatistics = z
  .object({
    userCount: z.int(),
    /** `sizeBytes` is what the files of their tracks take. */
    libraries: z.array(z.object({ id, name: z.string(), trackCount: z.int(), sizeBytes: z.int() })),
    /** The last 30 days, oldest first. */
    days: z.array(z.object({ date, ...heard, listeners: z.int() })),
    /** The last 48 hours, oldest first. Errors are answers of 500 and above. */
    requestHours: z.array(z.object({ startsAt: timestamp, requests: z.int(), errors: z.int() })),
    /** Asked most in these hours, first. */
    endpoints: z.array(z.object({ endpoint: z.string(), requests: z.int(), errors: z.int(), averageMs: z.number() })),
    /** Newest first. `userName` is null for nobody, and for users who were deleted. */
    events: z.array(
      z.object({
        id: z.string(),
        at: timestamp,
        kind: activityKind,
        userName: z.string().nullable(),
        details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        instance: z.string(),
      }),
    ),
  })
  .meta({ id: 'ServerStatistics' });
export type ServerStatistics = z.infer<typeof serverStatistics>;

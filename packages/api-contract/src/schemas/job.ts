import { z } from 'zod';
import { id, timestamp } from './primitives.ts';

/** `failed` jobs have used up their tries: they wait for somebody to try them again or remove them. */
export const jobState = z.enum(['queued', 'running', 'completed', 'cancelled', 'failed']);

/** Work in the background. `kind` is one of scan, artwork, analysis and clean-up today; later servers have more. */
export const job = z
  .object({
    id,
    kind: z.string(),
    state: jobState,
    /** In what the job counts; `total` is null while nobody knows. */
    progress: z.object({ done: z.int().min(0), total: z.int().min(0).nullable() }).nullable(),
    tries: z.int().min(0),
    maxTries: z.int().min(1),
    /** Of the last try that failed. */
    error: z.string().nullable(),
    /** Which server runs it, or ran it last. */
    server: z.string().nullable(),
    queuedAt: timestamp,
    /** Not before: later than `queuedAt` while a job that failed waits for its next try. */
    dueAt: timestamp,
    startedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof job>;

/** A job that comes again and again, once over all servers. */
export const jobSchedule = z
  .object({ name: z.string(), kind: z.string(), everyMs: z.int().min(1), nextRunAt: timestamp })
  .meta({ id: 'JobSchedule' });
export type JobSchedule = z.infer<typeof jobSchedule>;

/** How far loudness and waveforms of the library were measured, counted in tracks. */
export const analysisState = z
  .object({
    trackCount: z.int().min(0),
    analysedCount: z.int().min(0),
    /** Files that could not be measured. */
    failedCount: z.int().min(0),
    isRunning: z.boolean(),
    /** When the server measures: hours of its own clock, over midnight where `fromHour` is the later one. */
    hours: z.union([
      z.enum(['off', 'always']),
      z.object({ fromHour: z.int().min(0).max(23), toHour: z.int().min(0).max(23) }),
    ]),
    /** Whether now is such an hour. */
    isTime: z.boolean(),
  })
  .meta({ id: 'AnalysisState' });
export type AnalysisState = z.infer<typeof analysisState>;

export const jobGroup = z.enum(['active', 'failed', 'done']);
export type JobGroup = z.infer<typeof jobGroup>;

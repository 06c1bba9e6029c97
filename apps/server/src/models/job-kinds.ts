import type { LibraryId } from './ids.ts';

/** How jobs of one kind are run. */
export interface JobRules {
  /** Runs at the same time, over all servers. */
  concurrency: number;
  /** Starts before a job is given up for dead; a server that was killed counts as one. */
  maxTries: number;
  /** Wait before the second try; it doubles with each further one. */
  backoffMs: number;
}

/** A folder that changed, as watchers tell it. */
export interface ChangedFolder {
  libraryId: LibraryId;
  path: string;
  isDeep: boolean;
}

export type ScanPayload =
  | {
      task: 'scan';
      /** Null scans every library. */
      libraryId: LibraryId | null;
      isFull: boolean;
      /** Null scans whole libraries. */
      changes: readonly ChangedFolder[] | null;
      /** A scan was lost before: sum up everything again. */
      isRepairing: boolean;
    }
  | { task: 'forget'; libraryId: LibraryId }
  /** By the clock: it asks for a scan of everything. */
  | { task: 'ask' };

const kind = <Payload>(rules: JobRules) => rules as JobRules & { readonly payload?: Payload };

/** Every kind of job. A new one is a row here, and a file with its handler in `jobs/`, which `job-handlers.ts` demands. */
export const jobKinds = {
  /** One at a time: two scans would write the same albums and artists. */
  scan: kind<ScanPayload>({ concurrency: 1, maxTries: 5, backoffMs: 5_000 }),
  artwork: kind<null>({ concurrency: 1, maxTries: 5, backoffMs: 10_000 }),
  /** One at a time: it has to leave the machine to those who listen. */
  analysis: kind<null>({ concurrency: 1, maxTries: 3, backoffMs: 60_000 }),
  'clean-up': kind<null>({ concurrency: 1, maxTries: 3, backoffMs: 60_000 }),
};

export type JobKind = keyof typeof jobKinds;
export type JobPayload<Kind extends JobKind> =
  NonNullable<(typeof jobKinds)[Kind]> extends JobRules & {
    readonly payload?: infer Payload;
  }
    ? Exclude<Payload, undefined>
    : never;

export const jobKindNames = Object.keys(jobKinds) as JobKind[];

/** What waits before the try after `tries` of them. */
export const toBackoffMs = ({ backoffMs }: JobRules, tries: number): number => backoffMs * 2 ** Math.max(0, tries - 1);

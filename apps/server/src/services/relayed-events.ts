import type { AnnotatedKind } from '#models/annotation.ts';
import type { JobId, ScanId, SessionId, UploadId, UserId } from '#models/ids.ts';
import { jobKindNames } from '#models/job-kinds.ts';
import type { Job } from '#models/job.ts';
import { queueScan, type Scan } from '#models/scan.ts';
import { type UploadState, uploadStates } from '#models/upload.ts';
import type { DemoAlbumState, DomainEvents } from './events.ts';

type Reader<T> = (value: unknown) => T;

/**
 * Reads what another server says has happened; null keeps an event on the server where it happened. A server of another
 * version may say it differently: what does not read as expected is thrown out by a TypeError.
 */
export const relayedEvents: { readonly [Name in keyof DomainEvents]: Reader<DomainEvents[Name]> | null } = {
  scanProgressed: (value) => ({ scan: toScan(toRecord(value)['scan']) }),
  jobProgressed: (value) => ({ job: toJob(toRecord(value)['job']) }),
  librariesChanged: () => ({}),
  libraryChanged: (value) => ({ version: toText(toRecord(value)['version']) }),
  annotationChanged(value) {
    const { userId, kind, itemId } = toRecord(value);
    return {
      userId: toText<UserId>(userId),
      kind: toOneOf<AnnotatedKind>(kind, ['track', 'album', 'artist']),
      itemId: toText(itemId),
    };
  },
  settingsChanged: (value) => ({ userId: toText<UserId>(toRecord(value)['userId']) }),
  queueChanged(value) {
    const { userId, client } = toRecord(value);
    return { userId: toText<UserId>(userId), client: toText(client) };
  },
  demoAlbumProgressed(value) {
    const { state, progress, libraryId } = toRecord(toRecord(value)['demoAlbum']);
    return {
      demoAlbum: {
        state: toOneOf<DemoAlbumState['state']>(state, ['absent', 'rendering', 'ready', 'failed']),
        progress: toNumber(progress),
        libraryId: toTextOrNull(libraryId),
      },
    };
  },
  uploadChanged(value) {
    const { id, userId, state } = toRecord(value);
    return {
      id: toText<UploadId>(id),
      userId: toText<UserId>(userId),
      state: toOneOf<UploadState>(state, uploadStates),
    };
  },
  fileUploaded: null,
  userDeleted: (value) => ({ userId: toText<UserId>(toRecord(value)['userId']) }),
  roleChanged: (value) => ({ userId: toText<UserId>(toRecord(value)['userId']) }),
  sessionsEnded(value) {
    const { userId, sessionId, exceptId } = toRecord(value);
    return {
      userId: toText<UserId>(userId),
      sessionId: toTextOrNull<SessionId>(sessionId),
      exceptId: toTextOrNull<SessionId>(exceptId),
    };
  },
  trackPlayed: null,
  signInRefused: null,
  signedIn: null,
  signedOut: null,
  eventsMissed: null,
};

export const isEventName = (name: string): name is keyof DomainEvents => Object.hasOwn(relayedEvents, name);

export function toRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('Not an object.');
  return value as Record<string, unknown>;
}

export function toText<T extends string = string>(value: unknown): T {
  if (typeof value !== 'string') throw new TypeError('Not a text.');
  return value as T;
}

const toTextOrNull = <T extends string = string>(value: unknown): T | null =>
  value === null ? null : toText<T>(value);

export function toNumber(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('Not a number.');
  return value;
}

function toOneOf<T extends string>(value: unknown, choices: readonly T[]): T {
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new TypeError(`Not one of ${choices.join(', ')}.`);
  return choice;
}

const toNumberOrNull = (value: unknown): number | null => (value === null ? null : toNumber(value));

/** What the job is told matters only where it runs. */
function toJob(value: unknown): Job {
  const job = toRecord(value);
  const progress = job['progress'] === null ? null : toRecord(job['progress']);
  return {
    id: toText<JobId>(job['id']),
    kind: toOneOf(job['kind'], jobKindNames),
    payload: null,
    state: toOneOf<Job['state']>(job['state'], ['queued', 'running', 'completed', 'cancelled', 'failed']),
    priority: toOneOf<Job['priority']>(job['priority'], ['urgent', 'normal', 'background']),
    progress: progress && { done: toNumber(progress['done']), total: toNumberOrNull(progress['total']) },
    tries: toNumber(job['tries']),
    maxTries: toNumber(job['maxTries']),
    error: toTextOrNull(job['error']),
    server: toTextOrNull(job['server']),
    queuedAtMs: toNumber(job['queuedAtMs']),
    dueAtMs: toNumber(job['dueAtMs']),
    startedAtMs: toNumberOrNull(job['startedAtMs']),
    endedAtMs: toNumberOrNull(job['endedAtMs']),
  };
}

const SAMPLE: Scan = queueScan('' as ScanId, null, false);
const TEXTS: ReadonlySet<string> = new Set(['libraryId', 'error']);

/** Every field of a scan, of its kind; those that may be null are texts or numbers. */
function toScan(value: unknown): Scan {
  const fields = toRecord(value);
  const read = (name: string, sample: unknown): unknown => {
    const field = fields[name];
    if (sample === null && field === null) return null;
    const kind = sample === null ? (TEXTS.has(name) ? 'string' : 'number') : typeof sample;
    if (typeof field !== kind) throw new TypeError(`A scan has no such ${name}.`);
    return field;
  };
  const scan = Object.fromEntries(Object.entries(SAMPLE).map(([name, sample]) => [name, read(name, sample)]));
  toOneOf<Scan['state']>(scan['state'], ['queued', 'running', 'completed', 'cancelled', 'failed']);
  toOneOf<Scan['phase']>(scan['phase'], ['waiting', 'listing', 'reading', 'finishing', 'done']);
  return scan as unknown as Scan;
}

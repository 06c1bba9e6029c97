import type { RowSpool } from '#gateways/row-spool.ts';
import type { ActivityEvent, ActivityKind, RequestEntry } from '#models/activity.ts';
import type { UserId } from '#models/ids.ts';
import type { Scan } from '#models/scan.ts';
import type { EventLogRepository } from '#repositories/event-log-repository.ts';
import type { RequestLogRepository } from '#repositories/request-log-repository.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';
import type { IdSource } from './id-source.ts';
import { SpooledBuffer } from './spooled-buffer.ts';

export interface ActivityRecorderOptions {
  repositories: { eventLog: EventLogRepository; requestLog: RequestLogRepository };
  spools: { events: RowSpool<ActivityEvent>; requests: RowSpool<RequestEntry> };
  events: EventBus;
  clock: Clock;
  idSource: IdSource;
  instanceId: string;
  /** Rows of the log of requests that there was no room for. */
  onDropped(count: number): void;
  onError(error: unknown): void;
}

export type ObservedRequest = Omit<RequestEntry, 'id' | 'atMs' | 'instance'> & {
  /** Only administrators may ask for it. */
  isAdministration: boolean;
};

/** Requests in memory: some seconds of a busy server, and 5 MB. */
const MOST_REQUESTS = 20_000;
/** Asked by load balancers every few seconds. */
const UNWATCHED: ReadonlySet<string> = new Set(['getHealth', 'getReadiness']);

/** Writes down what happens, later and in batches: nobody waits for it, and a store that is away loses none of it. */
export class ActivityRecorder {
  readonly #options: ActivityRecorderOptions;
  readonly #events: SpooledBuffer<ActivityEvent>;
  readonly #requests: SpooledBuffer<RequestEntry>;
  readonly #processId: string;
  #requestCount = 0;

  constructor(options: ActivityRecorderOptions) {
    this.#options = options;
    this.#processId = options.idSource.createId();
    const { repositories, spools, onDropped, onError } = options;
    const shared = { onDropped, onError };
    this.#events = new SpooledBuffer({
      ...shared,
      deliver: (rows) => repositories.eventLog.createEvents(rows),
      spool: spools.events,
      capacity: null,
    });
    this.#requests = new SpooledBuffer({
      ...shared,
      deliver: (rows) => repositories.requestLog.createRequests(rows),
      spool: spools.requests,
      capacity: MOST_REQUESTS,
    });
    this.#listen(options.events);
  }

  /** Every server tells what it saw itself: events of other servers come from there. */
  #listen(events: EventBus): void {
    events.on('signedIn', ({ userId }) => this.recordEvent('signed-in', userId));
    events.on('signedOut', ({ userId }) => this.recordEvent('signed-out', userId));
    events.on('signInRefused', ({ code }) => this.recordEvent('sign-in-refused', null, { code }));
    events.on('fileUploaded', ({ upload }) => this.recordEvent('uploaded', upload.userId));
    events.on('scanProgressed', ({ scan }) => this.#recordScan(scan));
  }

  recordEvent(kind: ActivityKind, userId: UserId | null, details: ActivityEvent['details'] = {}): void {
    const { clock, idSource, instanceId } = this.#options;
    this.#events.add({
      id: idSource.createId(),
      atMs: clock.nowMs(),
      kind,
      userId,
      details,
      instance: instanceId,
    });
  }

  recordRequest({ isAdministration, ...request }: ObservedRequest): void {
    if (UNWATCHED.has(request.endpoint)) return;
    const { clock, instanceId } = this.#options;
    this.#requestCount += 1;
    // Chance once for the process: a new id for each request would cost more than the rest of this.
    const id = `${this.#processId}-${this.#requestCount}`;
    this.#requests.add({ ...request, id, atMs: clock.nowMs(), instance: instanceId });
    if (isAdministration && request.method !== 'GET' && request.method !== 'HEAD' && request.status < 400)
      this.recordEvent('changed', request.userId, { endpoint: request.endpoint });
  }

  async start(): Promise<void> {
    await Promise.all([this.#events.start(), this.#requests.start()]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#events.stop(), this.#requests.stop()]);
  }

  /** Known by the scan, since its progress may reach other servers too, and those that found nothing are left out. */
  #recordScan(scan: Scan): void {
    const changed = scan.filesAdded + scan.filesUpdated + scan.filesMoved + scan.filesMissing + scan.filesFailed;
    if (scan.phase !== 'done' || scan.endedAtMs === null || (changed === 0 && scan.state === 'completed')) return;
    this.#events.add({
      id: `scan-${scan.id}`,
      atMs: scan.endedAtMs,
      kind: 'scan-ended',
      userId: null,
      details: {
        state: scan.state,
        added: scan.filesAdded,
        updated: scan.filesUpdated,
        missing: scan.filesMissing,
        failed: scan.filesFailed,
      },
      instance: this.#options.instanceId,
    });
  }
}

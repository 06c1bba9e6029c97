import { setTimeout as wait } from 'node:timers/promises';
import type {
  CatalogueChange,
  CatalogueChangeReader,
  CatalogueFollower,
} from '#repositories/catalogue-change-reader.ts';
import { DomainError } from '#models/errors.ts';
import type { StoreLogger } from '#repositories/guard-store.ts';
import type { SearchHits, SearchIndex } from '#repositories/search-index.ts';
import { DamagedFileError } from '../store-messages.ts';
import { IndexBuilder } from './index-builder.ts';
import type { RepositoryDocuments } from './repository-documents.ts';
import { idsByKind, type SearchChanges } from './search-changes.ts';
import type { IndexProgress, SearchIndexThreads } from './search-index-threads.ts';
import { cutChanges } from './take-in-changes.ts';

export interface FollowingSearchIndexOptions {
  threads: SearchIndexThreads;
  documents: RepositoryDocuments;
  changes: CatalogueChangeReader;
  logger: StoreLogger;
  /** Between two looks at the changes, when nobody tells of them. */
  pollMs?: number;
}

const POLL_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
const CHANGES_AT_ONCE = 100;
/** Of changes that stand behind one which is not done: they may not be done either. */
const EARLY_LOOKS = 3;

/**
 * An index beside a catalogue that several servers write to: it reads the catalogue from end to end once, and then what the
 * change log names. One piece is read and saved at a time, so that no older state is saved over a newer one.
 */
export class FollowingSearchIndex implements SearchIndex, CatalogueFollower {
  readonly #options: FollowingSearchIndexOptions;
  readonly #builder: IndexBuilder;
  readonly #closing = new AbortController();
  readonly #looks = new Map<number, number>();
  #last: Promise<unknown> = Promise.resolve();
  #awaited = Promise.withResolvers<void>();
  #following: Promise<void> | undefined;
  #failures = 0;
  /** Until the file was looked through, nobody knows. */
  #isDamaged: boolean | undefined;

  constructor(options: FollowingSearchIndexOptions) {
    this.#options = options;
    this.#builder = new IndexBuilder({
      ...options,
      inTurn: (work) => this.#inTurn(work),
      signal: this.#closing.signal,
    });
  }

  /** Begins to build or follow, in the background. */
  start(): void {
    this.#following ??= this.#follow();
  }

  lookNow(): void {
    this.#awaited.resolve();
  }

  async search(query: string, limit: number): Promise<SearchHits> {
    try {
      return await this.#options.threads.search(query, limit);
    } catch (error) {
      if (!(error instanceof DamagedFileError)) throw error;
      this.#isDamaged = true;
      this.lookNow();
      throw new DomainError('unavailable', 'The search index is being made again. Try again.', {
        cause: error,
        retryAfterSeconds: 1,
      });
    }
  }

  async updateFromCatalogue(changed: SearchChanges): Promise<void> {
    for (const piece of cutChanges(changed)) await this.#inTurn(() => this.#takeIn(piece, null));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.lookNow();
    await this.#following;
    await this.#last;
    await this.#options.threads.close();
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      this.#awaited = Promise.withResolvers();
      try {
        await this.#replaceDamaged();
        await this.#builder.build();
        await this.#catchUp();
        this.#failures = 0;
      } catch (error) {
        if (error instanceof DamagedFileError) this.#isDamaged = true;
        this.#complain(error);
      }
      const pauseMs = Math.min((this.#options.pollMs ?? POLL_MS) * 2 ** this.#failures, LONGEST_RETRY_MS);
      const pause = new AbortController();
      await Promise.race([
        wait(pauseMs, undefined, { signal: pause.signal }).catch(() => undefined),
        this.#awaited.promise,
      ]);
      pause.abort();
    }
  }

  async #replaceDamaged(): Promise<void> {
    const { threads, logger } = this.#options;
    this.#isDamaged ??= !(await threads.isWhole());
    if (!this.#isDamaged) return;
    logger.warn({}, 'the search index is damaged: it is built anew');
    await threads.recreate();
    this.#isDamaged = false;
  }

  /** Once for each trouble: it is tried again. */
  #complain(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    if (this.#failures++ > 0) return;
    const isAway = error instanceof DomainError && error.code === 'unavailable';
    const facts = isAway ? { reason: error.message } : { err: error };
    this.#options.logger.warn(facts, 'the search index cannot follow the catalogue');
  }

  async #catchUp(): Promise<void> {
    const { changes: log, threads } = this.#options;
    const progress = await threads.findProgress();
    if (progress?.stage !== 'done') return;
    let after = progress.position;
    // Until one that is not done: it and those behind it are told again.
    let isPassing = true;
    while (!this.#closing.signal.aborted) {
      const { changes, next, isComplete } = await log.listChanges(after, CHANGES_AT_ONCE);
      if (!isComplete) {
        await this.#builder.beginAnew();
        return this.lookNow();
      }
      const last = changes.at(-1);
      if (!last) return;
      const passed = isPassing ? next : progress.position;
      const due = changes.filter(({ sequence }) => sequence <= passed || this.#isWorthALook(sequence));
      await this.#takeInAll(due, isPassing && next > after ? { ...progress, position: next } : null);
      for (const { sequence } of changes) if (sequence <= passed) this.#looks.delete(sequence);
      isPassing &&= next >= last.sequence;
      after = last.sequence;
      if (changes.length < CHANGES_AT_ONCE) return;
    }
  }

  #isWorthALook(sequence: number): boolean {
    const looks = this.#looks.get(sequence) ?? 0;
    this.#looks.set(sequence, looks + 1);
    return looks < EARLY_LOOKS;
  }

  async #takeInAll(changes: readonly CatalogueChange[], progress: IndexProgress | null): Promise<void> {
    const pieces = [...cutChanges(mergeChanges(changes))];
    const last = pieces.pop() ?? mergeChanges([]);
    for (const piece of pieces) await this.#inTurn(() => this.#takeIn(piece, null));
    await this.#inTurn(() => this.#takeIn(last, progress));
  }

  async #takeIn(changed: SearchChanges, progress: IndexProgress | null): Promise<void> {
    const { documents, threads } = this.#options;
    const pieces = await Promise.all(
      idsByKind(changed).map(async ([kind, ids]) => ({
        kind,
        ids,
        documents: await documents.listDocuments(kind, ids),
      })),
    );
    const filled = pieces.filter(({ ids }) => ids.length > 0);
    if (filled.length > 0 || progress) await threads.savePieces(filled, progress);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

const mergeChanges = (changes: readonly CatalogueChange[]): SearchChanges => ({
  trackIds: unique(changes.flatMap(({ trackIds }) => trackIds)),
  albumIds: unique(changes.flatMap(({ albumIds }) => albumIds)),
  artistIds: unique(changes.flatMap(({ artistIds }) => artistIds)),
  genreIds: unique(changes.flatMap(({ genreIds }) => genreIds)),
});

const unique = <Id>(ids: readonly Id[]): Id[] => [...new Set(ids)];

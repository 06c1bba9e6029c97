import { DomainError } from '#models/errors.ts';
import type { CatalogueChangeReader } from '#repositories/catalogue-change-reader.ts';
import type { StoreLogger } from '#repositories/guard-store.ts';
import type { RepositoryDocuments } from './repository-documents.ts';
import type { SearchKind } from './search-changes.ts';
import type { IndexProgress, IndexStage, SearchIndexThreads, SearchPiece } from './search-index-threads.ts';

export interface IndexBuilderOptions {
  threads: SearchIndexThreads;
  documents: RepositoryDocuments;
  changes: CatalogueChangeReader;
  logger: StoreLogger;
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  signal: AbortSignal;
}

/** The few first: what a listener looks for is soon found by its artist or album. */
const nextStage = {
  stored: 'artist',
  artist: 'album',
  album: 'genre',
  genre: 'track',
  track: 'done',
  done: 'done',
} as const satisfies Record<IndexStage, IndexStage>;

const ITEMS_AT_ONCE = 250;
const ITEMS_BETWEEN_NEWS = 20_000;

/**
 * Reads the catalogue from end to end into the index, going on where a process that was killed came to. It takes note of
 * the change log's position first, so that what changes meanwhile comes again from there.
 */
export class IndexBuilder {
  readonly #options: IndexBuilderOptions;

  constructor(options: IndexBuilderOptions) {
    this.#options = options;
  }

  /** Returns when the index holds everything, or the signal is aborted. */
  async build(): Promise<void> {
    const { threads, logger, signal } = this.#options;
    let progress = (await threads.findProgress()) ?? (await this.beginAnew());
    if (progress.stage === 'done') return;
    logger.info({ stage: progress.stage }, 'the search index is being built');
    let items = 0;
    let toldAt = 0;
    while (progress.stage !== 'done' && !signal.aborted) {
      const step = await this.#options.inTurn(() => this.#takeStep(progress));
      progress = step.progress;
      items += step.items;
      if (items - toldAt >= ITEMS_BETWEEN_NEWS) {
        toldAt = items;
        logger.info({ items, stage: progress.stage, ofStage: step.total }, 'the search index is being built');
      }
    }
    if (progress.stage === 'done') logger.info({ items }, 'the search index is built');
  }

  /** What the index holds stays and answers until it has been compared. */
  async beginAnew(): Promise<IndexProgress> {
    const { threads, changes } = this.#options;
    const progress: IndexProgress = { position: await changes.findStart(), stage: 'stored', cursor: null };
    await threads.savePieces([], progress);
    return progress;
  }

  async #takeStep(progress: IndexProgress): Promise<{ progress: IndexProgress; items: number; total: number }> {
    const { stage } = progress;
    const read =
      stage === 'stored' ? await this.#compareStored(progress) : await this.#readPage(stage as SearchKind, progress);
    const isOver = read.cursor === null;
    const reached = { ...progress, stage: isOver ? nextStage[stage] : stage, cursor: read.cursor };
    await this.#options.threads.savePieces(read.pieces, reached);
    const items = read.pieces.reduce((sum, { ids }) => sum + ids.length, 0);
    return { progress: reached, items, total: read.total };
  }

  async #readPage(kind: SearchKind, { cursor }: IndexProgress) {
    const { items, nextCursor, total } = await this.#listPage(kind, cursor);
    const pieces: SearchPiece[] = [{ kind, ids: items.map(({ id }) => id), documents: items }];
    return { pieces, cursor: nextCursor, total };
  }

  /** A cursor from before an update of JetStream may be refused: then from the first page. */
  async #listPage(kind: SearchKind, cursor: string | null) {
    const { documents } = this.#options;
    try {
      return await documents.listPage(kind, cursor, ITEMS_AT_ONCE);
    } catch (error) {
      if (cursor === null || !(error instanceof DomainError) || error.code !== 'validation') throw error;
      return documents.listPage(kind, null, ITEMS_AT_ONCE);
    }
  }

  async #compareStored({ cursor }: IndexProgress) {
    const { threads, documents } = this.#options;
    const stored = await threads.listStored(Number(cursor ?? 0), ITEMS_AT_ONCE);
    const pieces = await Promise.all(
      [...Map.groupBy(stored, ({ kind }) => kind)].map(async ([kind, entries]): Promise<SearchPiece> => {
        const ids = entries.map(({ id }) => id);
        return { kind, ids, documents: await documents.listDocuments(kind, ids) };
      }),
    );
    const last = stored.at(-1);
    return { pieces, cursor: last && stored.length === ITEMS_AT_ONCE ? String(last.rid) : null, total: 0 };
  }
}

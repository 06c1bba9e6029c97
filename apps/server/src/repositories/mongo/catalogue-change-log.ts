import type { Collection, Db } from 'mongodb';
import type { AlbumId, ArtistId, GenreId, TrackId } from '#models/ids.ts';
import { isDuplicateKey } from './duplicate-key.ts';

export interface CatalogueIds {
  trackIds?: readonly TrackId[];
  albumIds?: readonly AlbumId[];
  artistIds?: readonly ArtistId[];
  genreIds?: readonly GenreId[];
}

export interface CatalogueChange extends Required<CatalogueIds> {
  /** 1, 2, 3 … without holes, in the order in which the changes were noted. */
  sequence: number;
}

export interface CatalogueChanges {
  changes: CatalogueChange[];
  /** What to ask behind next time. */
  next: number;
  /** False when changes behind the given sequence were forgotten: what is derived has to be built anew. */
  isComplete: boolean;
}

/** Changes noted for one write, until it is done. */
export type NotedChanges = readonly string[];

interface ChangeDocument {
  /** The sequence in digits, so that text order is its order. */
  _id: string;
  kind: (typeof kinds)[number];
  ids: string[];
  notedAtMs: number;
  isDone: boolean;
}

const kinds = ['trackIds', 'albumIds', 'artistIds', 'genreIds'] as const;

const DIGITS = 15;
/** Ids in one change, so that a reader can take them in at once. */
const MOST_IDS = 500;
/** Who is further behind in both builds anew, which is quicker by then. */
const KEPT_CHANGES = 2000;
const KEPT_MS = 3_600_000;
/**
 * For how long the last sequence is believed. Far less than changes are kept: the number behind a forgotten one would be
 * free, and the change would go where no reader looks.
 */
const BELIEVED_MS = 10_000;
const CHANGES_BETWEEN_TRIMS = 100;
const MOST_ATTEMPTS = 200;
/** Longer than any write may take: one that was not called done by then died with its server. */
const LONGEST_WRITE_MS = 300_000;

const toChangeId = (sequence: number) => String(sequence).padStart(DIGITS, '0');

/**
 * What changed in the catalogue, for any number of readers that keep something derived from it, such as a search index.
 *
 * Writers call `append` before they write and `settle` after it, so that a write that a crash cut off is noted all the same.
 * A reader remembers one number, which begins with `findStart()` from before it reads the catalogue from end to end.
 * From then on it asks `listChanges(number, limit)`, takes in the state that each named item has now (one that is not
 * there any more is gone), and remembers `next`. `next` does not pass a change whose write may be going on: that change
 * is told again until it is done, and repeats are harmless because only the current state counts. Nothing else is needed: sequences have no
 * holes, since a change is inserted under the number behind the last one, which fails when somebody else was first.
 */
export class CatalogueChangeLog {
  readonly #changes: Collection<ChangeDocument>;
  readonly #nowMs: () => number;
  /** The last sequence known here: others may have gone on. */
  #latest = 0;
  #latestAtMs = 0;

  readonly #keptChanges: number;

  constructor(database: Db, nowMs: () => number, keptChanges = KEPT_CHANGES) {
    this.#changes = database.collection<ChangeDocument>('catalogueChanges');
    this.#nowMs = nowMs;
    this.#keptChanges = keptChanges;
  }

  /** Before the items are written. Noting the same items again is harmless. */
  async append(ids: CatalogueIds): Promise<NotedChanges> {
    const noted: string[] = [];
    for (const kind of kinds) {
      const unique = [...new Set<string>(ids[kind] ?? [])];
      for (let start = 0; start < unique.length; start += MOST_IDS)
        noted.push(await this.#insert(kind, unique.slice(start, start + MOST_IDS)));
    }
    return noted;
  }

  /** Once the items are written. */
  async settle(noted: NotedChanges): Promise<void> {
    for (const _id of noted) await this.#changes.updateOne({ _id }, { $set: { isDone: true } });
  }

  async listChanges(afterSequence: number, limit: number): Promise<CatalogueChanges> {
    // With the one already read: it shows that nothing between was forgotten.
    const documents = await this.#changes
      .find({ _id: { $gte: toChangeId(afterSequence) } }, { sort: { _id: 1 }, limit: limit + 1 })
      .toArray();
    const [first] = documents;
    const fresh = documents.filter(({ _id }) => Number(_id) > afterSequence).slice(0, limit);
    const isComplete = first ? Number(first._id) <= Math.max(1, afterSequence) : afterSequence === 0;
    const busy = fresh.find((change) => this.#isGoingOn(change));
    const last = fresh.at(-1);
    return {
      changes: fresh.map(toChange),
      next: busy ? Number(busy._id) - 1 : last ? Number(last._id) : afterSequence,
      isComplete,
    };
  }

  /** Behind which a reader has to ask that now begins to read the whole catalogue. */
  async findStart(): Promise<number> {
    const busy = (await this.#changes.find({ isDone: false }, { sort: { _id: 1 } }).toArray()).find((change) =>
      this.#isGoingOn(change),
    );
    return busy ? Number(busy._id) - 1 : this.#findLatest();
  }

  #isGoingOn({ isDone, notedAtMs }: ChangeDocument): boolean {
    return !isDone && notedAtMs > this.#nowMs() - LONGEST_WRITE_MS;
  }

  async #insert(kind: ChangeDocument['kind'], ids: string[]): Promise<string> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const nowMs = this.#nowMs();
      if (nowMs - this.#latestAtMs > BELIEVED_MS) this.#believe(await this.#findLatest(), nowMs);
      const sequence = this.#latest + 1;
      const _id = toChangeId(sequence);
      try {
        await this.#changes.insertOne({ _id, kind, ids, notedAtMs: nowMs, isDone: false });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        this.#latestAtMs = 0;
        continue;
      }
      this.#believe(sequence, nowMs);
      if (sequence % CHANGES_BETWEEN_TRIMS === 0) await this.#trim(sequence, nowMs);
      return _id;
    }
    throw new Error('Too many servers note changes of the catalogue at once');
  }

  #believe(sequence: number, nowMs: number): void {
    this.#latest = Math.max(this.#latest, sequence);
    this.#latestAtMs = nowMs;
  }

  async #findLatest(): Promise<number> {
    const last = await this.#changes.findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } });
    return Number(last?._id ?? 0);
  }

  async #trim(sequence: number, nowMs: number): Promise<void> {
    const old = { _id: { $lt: toChangeId(sequence - this.#keptChanges) }, notedAtMs: { $lt: nowMs - KEPT_MS } };
    await this.#changes.deleteMany(old);
  }
}

const toChange = ({ _id, kind, ids }: ChangeDocument): CatalogueChange => ({
  sequence: Number(_id),
  trackIds: [],
  albumIds: [],
  artistIds: [],
  genreIds: [],
  [kind]: ids,
});

import type { Collection, Db } from 'mongodb';
import type { Cover, CoverSource } from '#models/cover.ts';
import type { CoverId } from '#models/ids.ts';
import type { CoverRepository, CoverUse } from '../cover-repository.ts';
import { type CoverDocument, type GenreDocument, inOrderOf, type TrackDocument, withoutKeys } from './documents.ts';
import { insertNew } from './insert-new.ts';
import type { MongoCatalogue } from './mongo-catalogue.ts';
import { writeInParts } from './write-in-parts.ts';

const toCover = (document: CoverDocument): Cover => withoutKeys(document, ['isAnalysed', 'unusedSinceMs']);

const NOT_ANALYSED = {
  width: null,
  height: null,
  placeholder: null,
  accent: null,
  fault: null,
  analysedAtMs: null,
  isAnalysed: false,
};

export class MongoCoverRepository implements CoverRepository {
  readonly #covers: Collection<CoverDocument>;
  /** What shows one cover each. */
  readonly #showing: readonly Collection<Pick<TrackDocument, 'coverId'>>[];
  readonly #genres: Collection<GenreDocument>;
  readonly #catalogue: MongoCatalogue;

  constructor(database: Db, catalogue: MongoCatalogue) {
    this.#covers = database.collection('covers');
    this.#showing = ['tracks', 'albums', 'artists'].map((name) => database.collection(name));
    this.#genres = database.collection('genres');
    this.#catalogue = catalogue;
  }

  async findCover(id: CoverId): Promise<Cover | undefined> {
    const document = await this.#covers.findOne({ _id: id });
    return document ? toCover(document) : undefined;
  }

  async listCoversById(ids: readonly CoverId[]): Promise<Cover[]> {
    if (ids.length === 0) return [];
    const documents = await this.#covers.find({ _id: { $in: [...ids] } }).toArray();
    return inOrderOf(ids, documents.map(toCover));
  }

  /** Each cover by itself: whatever a crash left undone is done when it is asked again. */
  async ensureCovers(covers: readonly Pick<Cover, 'id' | 'source'>[]): Promise<void> {
    if (covers.length === 0) return;
    // Of several sources of one cover the last counts.
    const wanted = new Map(covers.map(({ id, source }) => [id, source]));
    const documents = await this.#covers.find({ _id: { $in: [...wanted.keys()] } }).toArray();
    const known = new Map(documents.map((document) => [document._id, document]));
    const fresh = [...wanted].filter(([id]) => !known.has(id));
    const moved = [...wanted].filter(([id, source]) => {
      const document = known.get(id);
      return document && (document.unusedSinceMs !== undefined || !isEqual(document.source, source));
    });
    if (fresh.length + moved.length === 0) return;
    await this.#catalogue.write({}, async () => {
      await insertNew(
        this.#covers,
        fresh.map(([_id, source]) => ({ _id, source, ...NOT_ANALYSED })),
      );
      if (moved.length === 0) return;
      await writeInParts(
        this.#covers,
        // One that was unused may have been deleted since it was found.
        moved.map(([_id, source]) => ({
          updateOne: {
            filter: { _id },
            update: { $set: { source }, $unset: { unusedSinceMs: '' }, $setOnInsert: NOT_ANALYSED },
            upsert: true,
          },
        })),
      );
    });
  }

  async listUnanalysed(limit: number): Promise<Cover[]> {
    const documents = await this.#covers.find({ isAnalysed: false }, { sort: { _id: 1 }, limit }).toArray();
    return documents.map(toCover);
  }

  async updateCover({ id, ...cover }: Cover): Promise<void> {
    await this.#catalogue.write({}, () =>
      this.#covers.updateOne({ _id: id }, { $set: { ...cover, isAnalysed: cover.analysedAtMs !== null } }),
    );
  }

  async listCoverIds(after: CoverId | null, limit: number): Promise<CoverId[]> {
    const filter = after === null ? {} : { _id: { $gt: after } };
    const documents = await this.#covers.find(filter, { projection: { _id: 1 }, sort: { _id: 1 }, limit }).toArray();
    return documents.map(({ _id }) => _id);
  }

  async listUsedCovers(ids: readonly CoverId[]): Promise<CoverId[]> {
    if (ids.length === 0) return [];
    const found = await Promise.all([
      ...this.#showing.map((collection) => collection.distinct('coverId', { coverId: { $in: [...ids] } })),
      this.#genres.distinct('coverIds', { coverIds: { $in: [...ids] } }),
    ]);
    const used = new Set(found.flat());
    return ids.filter((id) => used.has(id));
  }

  async noteUse({ used, unused, nowMs, deleteBeforeMs }: CoverUse): Promise<number> {
    const isMarked = { unusedSinceMs: { $gt: 0 } };
    if (used.length > 0)
      await this.#covers.updateMany({ _id: { $in: [...used] }, ...isMarked }, { $unset: { unusedSinceMs: '' } });
    if (unused.length === 0) return 0;
    const unusedIds = { _id: { $in: [...unused] } };
    // Each by itself: a cover that is ensured at this moment has no mark any more, and stays.
    const { deletedCount } = await this.#covers.deleteMany({
      ...unusedIds,
      unusedSinceMs: { $gt: 0, $lte: deleteBeforeMs },
    });
    await this.#covers.updateMany(
      { ...unusedIds, unusedSinceMs: { $exists: false } },
      { $set: { unusedSinceMs: nowMs } },
    );
    return deletedCount;
  }
}

const isEqual = (a: CoverSource, b: CoverSource): boolean =>
  a.kind === b.kind && a.libraryId === b.libraryId && a.path === b.path;

import type { Collection, Db } from 'mongodb';
import type { Cover } from '#models/cover.ts';
import type { CoverId } from '#models/ids.ts';
import type { CoverRepository } from '../cover-repository.ts';
import { type CoverDocument, inOrderOf, withoutKeys } from './documents.ts';
import { insertNew } from './insert-new.ts';
import type { MongoCatalogue } from './mongo-catalogue.ts';
import { writeInParts } from './write-in-parts.ts';

const toCover = (document: CoverDocument): Cover => withoutKeys(document, ['isAnalysed']);

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
  readonly #catalogue: MongoCatalogue;

  constructor(database: Db, catalogue: MongoCatalogue) {
    this.#covers = database.collection('covers');
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
    const known = new Map(documents.map(({ _id, source }) => [_id, JSON.stringify(source)]));
    const fresh = [...wanted].filter(([id]) => !known.has(id));
    const moved = [...wanted].filter(([id, source]) => known.has(id) && known.get(id) !== JSON.stringify(source));
    if (fresh.length + moved.length === 0) return;
    await this.#catalogue.write({}, async () => {
      await insertNew(
        this.#covers,
        fresh.map(([_id, source]) => ({ _id, source, ...NOT_ANALYSED })),
      );
      if (moved.length === 0) return;
      await writeInParts(
        this.#covers,
        moved.map(([_id, source]) => ({ updateOne: { filter: { _id }, update: { $set: { source } } } })),
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
}

import type { Collection, Document, Filter } from 'mongodb';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { type MongoCatalogue, VersionedCache } from './mongo-catalogue.ts';
import { readAnchors, readPage, type SortedList } from './sorted-list.ts';

interface ListingOptions<Stored, Item> {
  /** What not to read. */
  projection?: Document;
  toItem: (document: Stored) => Item;
}

/** Pages, totals and anchors of one collection. Totals and anchors are worked out once for each version of the catalogue. */
export class CatalogueListing<Stored extends Document, Item> {
  readonly #collection: Collection<Stored>;
  readonly #options: ListingOptions<Stored, Item>;
  readonly #counts: VersionedCache<number>;
  readonly #anchors: VersionedCache<Anchors>;

  constructor(collection: Collection<Stored>, catalogue: MongoCatalogue, options: ListingOptions<Stored, Item>) {
    this.#collection = collection;
    this.#options = options;
    this.#counts = new VersionedCache(catalogue);
    this.#anchors = new VersionedCache(catalogue);
  }

  list(list: SortedList, page: PageRequest): Promise<Page<Item>> {
    return readPage({ collection: this.#collection, list, ...this.#options, count: () => this.count(list) }, page);
  }

  listAnchors(list: SortedList, options: { step: number; hasLetters: boolean }): Promise<Anchors> {
    const { keyset, always, filters } = list;
    const key = JSON.stringify([keyset.name, keyset.order, always, filters, options.step]);
    return this.#anchors.ensure(key, () => readAnchors(this.#collection, list, options));
  }

  count({ always, filters }: Pick<SortedList, 'always' | 'filters'>): Promise<number> {
    const filter = { ...always, ...filters };
    return this.#counts.ensure(JSON.stringify(filter), () => this.#collection.countDocuments(filter as Filter<Stored>));
  }
}

/** Years a person may mean: 0 stands for an unknown one, which no range of years contains. */
export function toYearRange(filter: { fromYear?: number | undefined; toYear?: number | undefined }): Document {
  const { fromYear, toYear } = filter;
  if (fromYear === undefined && toYear === undefined) return {};
  return { 'keys.year': { $gte: Math.max(1, fromYear ?? 1), $lte: toYear ?? 9999 } };
}

import type { Collection, Filter } from 'mongodb';
import type { Album } from '#models/album.ts';
import type { AlbumId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { toShuffle, toShuffledPlace } from '#models/shuffle.ts';
import type { AlbumFilter } from '../catalogue-filter.ts';
import { type Keyset, readCursor, toCursor } from '../keyset.ts';
import { toAlbum } from './album-documents.ts';
import { toAlbumFilters } from './album-lists.ts';
import { type AlbumDocument, inOrderOf } from './documents.ts';
import { type MongoCatalogue, VersionedCache } from './mongo-catalogue.ts';

interface Place {
  id: AlbumId;
  place: number;
}

/**
 * Albums in the order of a seed. No index has it, and not every MongoDB computes in a sort: the keys of all albums, which
 * come from the index alone, are put in order here, and a page then opens its own albums only.
 */
export class ShuffledAlbums {
  readonly #albums: Collection<AlbumDocument>;
  readonly #orders: VersionedCache<Place[]>;

  constructor(albums: Collection<AlbumDocument>, catalogue: MongoCatalogue) {
    this.#albums = albums;
    this.#orders = new VersionedCache(catalogue, MOST_ORDERS);
  }

  async list(filter: AlbumFilter, { cursor, limit }: PageRequest): Promise<Page<Album>> {
    const keyset = toKeyset(filter);
    const after = cursor === undefined ? undefined : readCursor(keyset, cursor);
    const places = await this.#findOrder(filter);
    const start = after ? findBehind(places, filter, { place: Number(after[0]), id: String(after[1]) as AlbumId }) : 0;
    const shown = places.slice(start, start + limit);
    const ids = shown.map(({ id }) => id);
    const documents = ids.length === 0 ? [] : await this.#albums.find({ _id: { $in: ids } }).toArray();
    const last = shown.at(-1);
    return {
      items: inOrderOf(ids, documents.map(toAlbum)),
      nextCursor: last && start + limit < places.length ? toCursor(keyset, toRow(last)) : null,
      total: places.length,
    };
  }

  async listAnchors(filter: AlbumFilter, step: number): Promise<Anchors> {
    const keyset = toKeyset(filter);
    const places = await this.#findOrder(filter);
    const cursors: (string | null)[] = [];
    for (let start = 0; start < places.length; start += step) {
      const before = places[start - 1];
      cursors.push(before ? toCursor(keyset, toRow(before)) : null);
    }
    return { total: places.length, step, cursors, letters: [] };
  }

  #findOrder(filter: AlbumFilter): Promise<Place[]> {
    const conditions = toAlbumFilters(filter);
    return this.#orders.ensure(JSON.stringify([conditions, filter.seed ?? 0, filter.order]), async () => {
      const shuffle = toShuffle(filter.seed ?? 0);
      const places = await this.#albums
        .find<Pick<AlbumDocument, '_id' | 'shuffleKey'>>(conditions as Filter<AlbumDocument>, {
          projection: { shuffleKey: 1 },
        })
        .map(({ _id, shuffleKey }) => ({ id: _id, place: toShuffledPlace(shuffle, shuffleKey) }))
        .toArray();
      return places.sort(compareBy(filter));
    });
  }
}

/** Each holds some bytes for every album. */
const MOST_ORDERS = 20;

const toRow = ({ place, id }: Place) => ({ shuffleKey: place, _id: id });

const toKeyset = ({ order, seed }: AlbumFilter): Keyset => ({
  name: `albums-random-${seed ?? 0}`,
  order,
  columns: ['shuffleKey', '_id'],
});

const compareBy = ({ order }: AlbumFilter) => {
  const direction = order === 'asc' ? 1 : -1;
  return (a: Place, b: Place) => direction * (a.place - b.place || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
};

/** By halving: the place of the first one behind a cursor, whose own album may have gone. */
function findBehind(places: readonly Place[], filter: AlbumFilter, cursor: Place): number {
  const compare = compareBy(filter);
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const place = places[middle];
    if (place && compare(place, cursor) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

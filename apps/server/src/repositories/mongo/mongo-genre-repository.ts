import type { Collection, Db, Document } from 'mongodb';
import type { Genre } from '#models/artist.ts';
import type { CoverId, GenreId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { GenreRepository } from '../artist-repository.ts';
import { CatalogueListing } from './catalogue-listing.ts';
import { type AlbumDocument, type GenreDocument, inOrderOf, type TrackDocument, withoutKeys } from './documents.ts';
import { insertNew } from './insert-new.ts';
import type { MongoCatalogue } from './mongo-catalogue.ts';
import type { SortedList } from './sorted-list.ts';

const MOST_COVERS = 4;
/** How many albums to look at for covers: many albums of a genre may share one. */
const ALBUMS_FOR_COVERS = 40;

const genreList: SortedList = {
  keyset: { name: 'genres-name', order: 'asc', columns: ['nameKey', '_id'] },
  always: { isShown: true },
};

const toGenre = (document: GenreDocument): Genre => withoutKeys(document, ['isShown']);

export class MongoGenreRepository implements GenreRepository {
  readonly #genres: Collection<GenreDocument>;
  readonly #tracks: Collection<TrackDocument>;
  readonly #albums: Collection<AlbumDocument>;
  readonly #catalogue: MongoCatalogue;
  readonly #listing: CatalogueListing<GenreDocument, Genre>;

  constructor(database: Db, catalogue: MongoCatalogue) {
    this.#genres = database.collection('genres');
    this.#tracks = database.collection('tracks');
    this.#albums = database.collection('albums');
    this.#catalogue = catalogue;
    this.#listing = new CatalogueListing(this.#genres, catalogue, { toItem: toGenre });
  }

  async findGenre(id: GenreId): Promise<Genre | undefined> {
    const document = await this.#genres.findOne({ _id: id });
    return document ? toGenre(document) : undefined;
  }

  listGenres(page: PageRequest): Promise<Page<Genre>> {
    return this.#listing.list(genreList, page);
  }

  async listGenresById(ids: readonly GenreId[]): Promise<Genre[]> {
    if (ids.length === 0) return [];
    return inOrderOf(ids, (await this.#genres.find({ _id: { $in: [...ids] } }).toArray()).map(toGenre));
  }

  async ensureGenres(genres: readonly Pick<Genre, 'id' | 'name' | 'nameKey'>[]): Promise<void> {
    if (genres.length === 0) return;
    // Of several spellings the first counts.
    const wanted = new Map(genres.toReversed().map((genre) => [genre.id, genre]));
    for (const { id } of await this.listGenresById([...wanted.keys()])) wanted.delete(id);
    if (wanted.size === 0) return;
    const documents = [...wanted.values()].map(({ id, name, nameKey }) => {
      return { _id: id, name, nameKey, trackCount: 0, albumCount: 0, coverIds: [], isShown: false };
    });
    await this.#catalogue.write({ genreIds: [...wanted.keys()] }, () => insertNew(this.#genres, documents));
  }

  /** Sums, not steps: a repeat after a crash gives the same. */
  async updateFromTracks(ids: readonly GenreId[]): Promise<void> {
    const genreIds = [...new Set(ids)];
    if (genreIds.length === 0) return;
    await this.#catalogue.write({ genreIds }, async () => {
      const [tracks, albums] = await Promise.all([
        countByGenre(this.#tracks, genreIds, { isPresent: true }),
        countByGenre(this.#albums, genreIds, {}),
      ]);
      for (const id of genreIds) {
        const trackCount = tracks.get(id) ?? 0;
        const coverIds = await this.#listCovers(id);
        const sum = { trackCount, albumCount: albums.get(id) ?? 0, coverIds, isShown: trackCount > 0 };
        await this.#genres.updateOne({ _id: id }, { $set: sum });
      }
    });
  }

  /** Of the newest albums: the same, whichever way the catalogue has come to hold them. */
  async #listCovers(id: GenreId): Promise<CoverId[]> {
    const covers = await this.#albums
      .find(
        { genreIds: id, coverId: { $ne: null } },
        { projection: { coverId: 1 }, sort: { 'keys.year': -1, _id: 1 }, limit: ALBUMS_FOR_COVERS },
      )
      .map(({ coverId }) => coverId)
      .toArray();
    return [...new Set(covers.flatMap((coverId) => coverId ?? []))].slice(0, MOST_COVERS);
  }
}

/** All genres in one question. */
async function countByGenre<Stored extends { genreIds: GenreId[] }>(
  collection: Collection<Stored>,
  genreIds: readonly GenreId[],
  conditions: Document,
): Promise<Map<GenreId, number>> {
  const groups = collection.aggregate<{ _id: GenreId; total: number }>([
    { $match: { genreIds: { $in: genreIds }, ...conditions } },
    { $project: { genreIds: 1 } },
    { $unwind: '$genreIds' },
    { $group: { _id: '$genreIds', total: { $sum: 1 } } },
  ]);
  return new Map(await groups.map(({ _id, total }) => [_id, total] as const).toArray());
}

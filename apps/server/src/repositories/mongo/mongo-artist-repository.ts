import type { Collection, Db, Document } from 'mongodb';
import type { Artist } from '#models/artist.ts';
import type { ArtistNaming } from '#models/artist-naming.ts';
import { chooseArtistNaming } from '#models/choose-artist-naming.ts';
import type { ArtistId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import type { ArtistRepository } from '../artist-repository.ts';
import type { ArtistFilter } from '../catalogue-filter.ts';
import { toRoles } from '../credit-roles.ts';
import { ArtistSums } from './artist-sums.ts';
import { CatalogueListing } from './catalogue-listing.ts';
import { type ArtistDocument, inOrderOf, withoutKeys } from './documents.ts';
import type { MongoCatalogue } from './mongo-catalogue.ts';
import type { SortedList } from './sorted-list.ts';
import { writeInParts } from './write-in-parts.ts';

/** The keys of each sort are those of the indexes `by_<sort>` and `album_artists_by_<sort>`. */
const sortColumns = {
  name: ['nameKey', '_id'],
  albums: ['albumCount', 'nameKey', '_id'],
  tracks: ['trackCount', 'nameKey', '_id'],
} as const satisfies Record<ArtistFilter['sort'], string[]>;

const namingFields = ['name', 'sortName', 'nameKey', 'musicBrainzArtistId'] as const;

export class MongoArtistRepository implements ArtistRepository {
  readonly #artists: Collection<ArtistDocument>;
  readonly #catalogue: MongoCatalogue;
  readonly #listing: CatalogueListing<ArtistDocument, Artist>;
  readonly #sums: ArtistSums;

  constructor(database: Db, catalogue: MongoCatalogue) {
    this.#artists = database.collection('artists');
    this.#catalogue = catalogue;
    this.#listing = new CatalogueListing(this.#artists, catalogue, { toItem: toArtist });
    this.#sums = new ArtistSums(database);
  }

  async findArtist(id: ArtistId): Promise<Artist | undefined> {
    const document = await this.#artists.findOne({ _id: id });
    return document ? toArtist(document) : undefined;
  }

  async listArtistsById(ids: readonly ArtistId[]): Promise<Artist[]> {
    return inOrderOf(ids, (await this.#findAll(ids)).map(toArtist));
  }

  listArtists(filter: ArtistFilter, page: PageRequest): Promise<Page<Artist>> {
    return this.#listing.list(toArtistList(filter), page);
  }

  listArtistAnchors(filter: ArtistFilter, step: number): Promise<Anchors> {
    return this.#listing.listAnchors(toArtistList(filter), { step, hasLetters: filter.sort === 'name' });
  }

  /** Each artist by itself. The better of two names wins whichever comes first, so a repeat changes nothing. */
  async ensureArtists(artists: readonly ArtistNaming[]): Promise<void> {
    const documents = await this.#findAll(artists.map(({ id }) => id));
    const known = new Map<ArtistId, ArtistNaming>(documents.map(({ _id, ...naming }) => [_id, { id: _id, ...naming }]));
    const changed = new Map<ArtistId, ArtistNaming>();
    for (const offered of artists) {
      const before = changed.get(offered.id) ?? known.get(offered.id);
      const naming = before ? chooseArtistNaming(before, offered) : offered;
      if (!before || namingFields.some((field) => before[field] !== naming[field])) changed.set(offered.id, naming);
    }
    if (changed.size === 0) return;
    const updates = [...changed.values()].map(toNamingUpdate);
    await this.#catalogue.write({ artistIds: [...changed.keys()] }, () => writeInParts(this.#artists, updates));
  }

  /** Sums, not steps: a repeat after a crash gives the same. */
  async updateFromTracks(ids: readonly ArtistId[]): Promise<void> {
    const artistIds = [...new Set(ids)];
    if (artistIds.length === 0) return;
    await this.#catalogue.write({ artistIds }, async () => {
      const sums = await this.#sums.sumUp(artistIds);
      await writeInParts(
        this.#artists,
        [...sums].map(([_id, sum]) => ({ updateOne: { filter: { _id }, update: { $set: sum } } })),
      );
    });
  }

  async #findAll(ids: readonly ArtistId[]): Promise<ArtistDocument[]> {
    return ids.length === 0 ? [] : this.#artists.find({ _id: { $in: [...ids] } }).toArray();
  }
}

const NO_TRACKS = { roleBits: 0, albumCount: 0, trackCount: 0, coverId: null, isShown: false, isAlbumArtist: false };

const toNamingUpdate = ({ id, name, sortName, nameKey, musicBrainzArtistId }: ArtistNaming) => ({
  updateOne: {
    filter: { _id: id },
    update: { $set: { name, sortName, nameKey, musicBrainzArtistId }, $setOnInsert: NO_TRACKS },
    upsert: true,
  },
});

const toArtistList = ({ sort, order, isAlbumArtist }: ArtistFilter): SortedList => ({
  keyset: { name: `artists-${sort}`, order, columns: sortColumns[sort] },
  always: (isAlbumArtist === true ? { isAlbumArtist: true } : { isShown: true }) satisfies Document,
});

const toArtist = (document: ArtistDocument): Artist => ({
  ...withoutKeys(document, ['roleBits', 'isShown', 'isAlbumArtist']),
  roles: toRoles(document.roleBits),
});

import type { Collection, Db } from 'mongodb';
import type { ArtistId, CoverId } from '#models/ids.ts';
import type { AlbumDocument, ArtistDocument, TrackDocument } from './documents.ts';

type ArtistSum = Pick<
  ArtistDocument,
  'roleBits' | 'trackCount' | 'albumCount' | 'coverId' | 'isShown' | 'isAlbumArtist'
>;
type AlbumRow = Pick<AlbumDocument, '_id' | 'creditedIds' | 'appearingIds' | 'coverId' | 'keys'>;

/** What an artist's tracks and albums amount to, for many artists in two questions. */
export class ArtistSums {
  readonly #tracks: Collection<TrackDocument>;
  readonly #albums: Collection<AlbumDocument>;

  constructor(database: Db) {
    this.#tracks = database.collection('tracks');
    this.#albums = database.collection('albums');
  }

  async sumUp(ids: readonly ArtistId[]): Promise<Map<ArtistId, ArtistSum>> {
    const [tracks, albums] = await Promise.all([this.#sumUpTracks(ids), this.#sumUpAlbums(ids)]);
    return new Map(
      ids.map((id) => {
        const { roleBits, trackCount } = tracks.get(id) ?? { roleBits: 0, trackCount: 0 };
        const { albumCount, cover } = albums.get(id) ?? { albumCount: 0, cover: null };
        const isShown = trackCount > 0;
        const isAlbumArtist = isShown && albumCount > 0;
        return [id, { roleBits, trackCount, albumCount, coverId: cover?.coverId ?? null, isShown, isAlbumArtist }];
      }),
    );
  }

  async #sumUpTracks(ids: readonly ArtistId[]) {
    const groups = this.#tracks.aggregate<{ _id: string; total: number }>([
      { $match: { artistIds: { $in: [...ids] }, isPresent: true } },
      { $project: { roles: 1 } },
      { $unwind: '$roles' },
      { $group: { _id: '$roles', total: { $sum: 1 } } },
    ]);
    const sums = new Map<string, { roleBits: number; trackCount: number }>();
    for await (const { _id, total } of groups) {
      const [id = '', bits] = _id.split(' ');
      const { roleBits, trackCount } = sums.get(id) ?? { roleBits: 0, trackCount: 0 };
      sums.set(id, { roleBits: roleBits | Number(bits), trackCount: trackCount + total });
    }
    return sums;
  }

  async #sumUpAlbums(ids: readonly ArtistId[]) {
    const wanted = { $in: [...ids] };
    const fields = { creditedIds: 1, appearingIds: 1, coverId: 1, keys: 1 };
    const rows = this.#albums.find<AlbumRow>(
      { $or: [{ creditedIds: wanted }, { appearingIds: wanted }] },
      { projection: fields },
    );
    const sums = new Map<ArtistId, { albumCount: number; cover: CoverChoice | null }>();
    for await (const row of rows) {
      for (const [list, isCredited] of [
        [row.creditedIds, true],
        [row.appearingIds, false],
      ] as const) {
        for (const id of list) {
          const { albumCount, cover } = sums.get(id) ?? { albumCount: 0, cover: null };
          sums.set(id, { albumCount: albumCount + (isCredited ? 1 : 0), cover: choose(cover, row, isCredited) });
        }
      }
    }
    return sums;
  }
}

interface CoverChoice {
  coverId: CoverId;
  isCredited: boolean;
  year: number;
  albumId: string;
}

/** Of the newest album credited to the artist, else of the newest with a track of theirs. */
function choose(best: CoverChoice | null, { _id, coverId, keys }: AlbumRow, isCredited: boolean): CoverChoice | null {
  if (coverId === null) return best;
  const offered = { coverId, isCredited, year: keys.year, albumId: _id };
  if (best === null) return offered;
  if (best.isCredited !== isCredited) return isCredited ? offered : best;
  if (best.year !== keys.year) return best.year > keys.year ? best : offered;
  return best.albumId < _id ? best : offered;
}

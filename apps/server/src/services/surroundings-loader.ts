import type { Album } from '#models/album.ts';
import type { AnnotatedKind, Annotation } from '#models/annotation.ts';
import type { Artist, Genre } from '#models/artist.ts';
import type { CoverId, UserId } from '#models/ids.ts';
import type { Surroundings } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import type { Repositories } from '#repositories/repositories.ts';

export interface CatalogueItems {
  tracks?: readonly Track[];
  albums?: readonly Album[];
  artists?: readonly Artist[];
  genres?: readonly Genre[];
}

/** Fetches covers and annotations of any number of items: one call for each owner and kind, whatever the number. */
export class SurroundingsLoader {
  readonly #repositories: Pick<Repositories, 'covers' | 'annotations'>;

  constructor(repositories: Pick<Repositories, 'covers' | 'annotations'>) {
    this.#repositories = repositories;
  }

  async load(userId: UserId, items: CatalogueItems): Promise<Surroundings> {
    const { tracks = [], albums = [], artists = [], genres = [] } = items;
    const coverIds = new Set<CoverId>();
    for (const { coverId } of [...tracks, ...albums, ...artists]) if (coverId !== null) coverIds.add(coverId);
    for (const genre of genres) for (const coverId of genre.coverIds) coverIds.add(coverId);
    const [covers, ofTracks, ofAlbums, ofArtists] = await Promise.all([
      coverIds.size > 0 ? this.#repositories.covers.listCoversById([...coverIds]) : [],
      this.#loadAnnotations(userId, 'track', tracks),
      this.#loadAnnotations(userId, 'album', albums),
      this.#loadAnnotations(userId, 'artist', artists),
    ]);
    return {
      covers: new Map(covers.map((cover) => [cover.id, cover])),
      annotations: { track: ofTracks, album: ofAlbums, artist: ofArtists },
    };
  }

  async #loadAnnotations(
    userId: UserId,
    kind: AnnotatedKind,
    items: readonly (Track | Album | Artist)[],
  ): Promise<ReadonlyMap<string, Annotation>> {
    if (items.length === 0) return new Map();
    const ids = [...new Set(items.map(({ id }) => id))];
    const annotations = await this.#repositories.annotations.listAnnotations(userId, kind, ids);
    return new Map(annotations.map((annotation) => [annotation.itemId, annotation]));
  }
}

import type { PageRequest, Page } from '#models/page.ts';
import type { CatalogueChanges } from './catalogue-changes.ts';
import type { SummingTools } from './scan-tools.ts';

const PAGE_SIZE = 500;

/**
 * Notes everything for summing up: after a scan that was killed, sums may lack what it had saved last. Albums are listed beside
 * the tracks, since one that has lost all of its tracks is still there to be deleted.
 */
export async function noteWholeCatalogue(
  tools: SummingTools,
  changes: CatalogueChanges,
  signal: AbortSignal,
): Promise<void> {
  const { tracks, albums, artists, genres } = tools.repositories;
  await eachPage(
    signal,
    (page) => tracks.listTracks({ sort: 'added', order: 'asc' }, page),
    (found) => {
      for (const track of found) changes.noteTrack(track);
    },
  );
  await eachPage(
    signal,
    (page) => albums.listAlbums({ sort: 'added', order: 'asc' }, page),
    (found) => {
      changes.noteAlbums(found.map(({ id }) => id));
      for (const album of found) changes.noteArtists(album.artists.map(({ id }) => id));
    },
  );
  await eachPage(
    signal,
    (page) => artists.listArtists({ sort: 'name', order: 'asc' }, page),
    (found) => {
      changes.noteArtists(found.map(({ id }) => id));
    },
  );
  await eachPage(
    signal,
    (page) => genres.listGenres(page),
    (found) => changes.noteGenres(found.map(({ id }) => id)),
  );
}

async function eachPage<T>(
  signal: AbortSignal,
  list: (page: PageRequest) => Promise<Page<T>>,
  take: (items: readonly T[]) => void,
): Promise<void> {
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await list({ limit: PAGE_SIZE, cursor });
    take(page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

import type { AlbumId, ArtistId, CoverId, GenreId, LibraryId, TrackId } from '#models/ids.ts';
import type { Track } from '#models/track.ts';
import { followAlbumMoves } from './follow-album-moves.ts';
import type { SummingTools } from './scan-tools.ts';

const ITEMS_PER_CALL = 100;
const FIRST_WAIT_MS = 1_000;
/** Summing up takes at most this share of a scan's time. */
const SUMMING_SHARE = 0.1;

/**
 * Remembers whose sums are out of date and writes them now and then, not after each batch: an artist on a thousand tracks would
 * be summed up a hundred times. What a killed process forgot is summed up again by `noteWholeCatalogue`.
 */
export class CatalogueChanges {
  readonly #tools: SummingTools;
  readonly #trackIds = new Set<TrackId>();
  readonly #albumIds = new Set<AlbumId>();
  readonly #artistIds = new Set<ArtistId>();
  readonly #genreIds = new Set<GenreId>();
  readonly #libraryIds = new Set<LibraryId>();
  /** Pictures that have lost a file they were in, and an album that may have them in another. */
  readonly #orphanCovers = new Map<CoverId, AlbumId>();
  /** The search index follows behind: it is derived, and what it has not taken in yet is noted in the store. */
  #indexing: Promise<void> = Promise.resolve();
  #nextFlushAtMs: number;

  constructor(tools: SummingTools) {
    this.#tools = tools;
    this.#nextFlushAtMs = tools.clock.nowMs() + FIRST_WAIT_MS;
  }

  /** What this track counts for, before or after a change. */
  noteTrack(track: Pick<Track, 'id' | 'albumId' | 'credits' | 'genres' | 'libraryId'>): void {
    this.#trackIds.add(track.id);
    this.#libraryIds.add(track.libraryId);
    if (track.albumId !== null) this.#albumIds.add(track.albumId);
    for (const { artistId } of track.credits) this.#artistIds.add(artistId);
    for (const { id } of track.genres) this.#genreIds.add(id);
  }

  noteAlbums(ids: readonly AlbumId[]): void {
    for (const id of ids) this.#albumIds.add(id);
  }

  noteArtists(ids: readonly ArtistId[]): void {
    for (const id of ids) this.#artistIds.add(id);
  }

  noteGenres(ids: readonly GenreId[]): void {
    for (const id of ids) this.#genreIds.add(id);
  }

  noteLostPicture(track: Pick<Track, 'embeddedCoverId' | 'albumId'>): void {
    if (track.embeddedCoverId !== null && track.albumId !== null)
      this.#orphanCovers.set(track.embeddedCoverId, track.albumId);
  }

  /**
   * Takes in a batch: its albums and what can be searched are seen at once, and the store has this done while the next files
   * are being read. What grows with the whole catalogue, the sums of artists and genres, waits until it is due.
   */
  async takeInBatch(): Promise<void> {
    await this.#takeInAlbums();
    if (this.#tools.clock.nowMs() >= this.#nextFlushAtMs) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#isEmpty()) return;
    const startedAtMs = this.#tools.clock.nowMs();
    const { artists, genres, folders, searchIndex } = this.#tools.repositories;
    await this.#adoptOrphanCovers();
    await this.#takeInAlbums();
    const artistIds = takeAll(this.#artistIds);
    const genreIds = takeAll(this.#genreIds);
    for (const ids of inParts(artistIds)) await artists.updateFromTracks(ids);
    for (const ids of inParts(genreIds)) await genres.updateFromTracks(ids);
    for (const libraryId of takeAll(this.#libraryIds)) await folders.updateCounts(libraryId);
    await followAlbumMoves(this.#tools);
    await this.#indexing;
    await searchIndex.updateFromCatalogue({ trackIds: [], albumIds: [], artistIds, genreIds });
    this.#tools.events.emit('libraryChanged', { version: await this.#tools.getCatalogueVersion() });
    const endedAtMs = this.#tools.clock.nowMs();
    this.#nextFlushAtMs = endedAtMs + Math.max(FIRST_WAIT_MS, (endedAtMs - startedAtMs) / SUMMING_SHARE);
  }

  #isEmpty(): boolean {
    return (
      this.#trackIds.size + this.#albumIds.size + this.#artistIds.size + this.#genreIds.size + this.#libraryIds.size ===
      0
    );
  }

  async #takeInAlbums(): Promise<void> {
    const trackIds = takeAll(this.#trackIds);
    const albumIds = takeAll(this.#albumIds);
    for (const ids of inParts(albumIds)) await this.#updateAlbums(ids);
    if (trackIds.length + albumIds.length === 0) return;
    await this.#indexing;
    const { searchIndex } = this.#tools.repositories;
    this.#indexing = searchIndex.updateFromCatalogue({ trackIds, albumIds, artistIds: [], genreIds: [] });
    // Its failure is told where it is awaited.
    this.#indexing.catch(() => undefined);
  }

  /** An album may change whom it is credited to: those before and after count it, though no track of theirs was touched. */
  async #updateAlbums(ids: readonly AlbumId[]): Promise<void> {
    const { artistIds, genreIds } = await this.#tools.repositories.albums.updateFromTracks(ids);
    this.noteArtists(artistIds);
    this.noteGenres(genreIds);
  }

  /** A picture lies in each file of its album: when the one it was taken from is gone, another has it. */
  async #adoptOrphanCovers(): Promise<void> {
    for (const [coverId, albumId] of this.#orphanCovers) {
      const tracks = await this.#tools.repositories.tracks.listAlbumTracks(albumId);
      const keeper = tracks.find((track) => track.embeddedCoverId === coverId);
      if (keeper === undefined) continue;
      const source = { kind: 'embedded' as const, libraryId: keeper.libraryId, path: keeper.path };
      await this.#tools.repositories.covers.ensureCovers([{ id: coverId, source }]);
    }
    this.#orphanCovers.clear();
  }
}

function takeAll<Id>(ids: Set<Id>): Id[] {
  const all = [...ids];
  ids.clear();
  return all;
}

function* inParts<Id>(ids: readonly Id[]): Generator<Id[]> {
  for (let at = 0; at < ids.length; at += ITEMS_PER_CALL) yield ids.slice(at, at + ITEMS_PER_CALL);
}

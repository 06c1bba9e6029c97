import type { Collection, Db } from 'mongodb';
import type { AlbumId, TrackId } from '#models/ids.ts';
import type { Track } from '#models/track.ts';
import type { TrackWrite } from '../track-repository.ts';
import type { FolderDocument, LyricsDocument, TrackDocument } from './documents.ts';
import { insertNew } from './insert-new.ts';
import { forgetListings } from './mongo-folder-repository.ts';
import { toTrackDocument } from './track-documents.ts';
import { writeInParts } from './write-in-parts.ts';

type KnownTrack = Pick<TrackDocument, '_id' | 'folderId' | 'albumId' | 'leftAlbumId'>;

/**
 * Saves tracks: listings forgotten → lyrics → tracks, new ones first. A file counts as unchanged only once its track was
 * saved, so a scan after a crash repeats what was left, and every step may be repeated.
 */
export class TrackWriter {
  readonly #tracks: Collection<TrackDocument>;
  readonly #lyrics: Collection<LyricsDocument>;
  readonly #folders: Collection<FolderDocument>;

  constructor(database: Db) {
    this.#tracks = database.collection('tracks');
    this.#lyrics = database.collection('lyrics');
    this.#folders = database.collection('folders');
  }

  async save(writes: readonly TrackWrite[]): Promise<void> {
    // Of several writes of one track the last counts.
    const wanted = [...new Map(writes.map((each) => [each.track.id, each])).values()];
    const known = await this.#findKnown(wanted.map(({ track }) => track.id));
    await forgetListings(this.#folders, [
      ...wanted.map(({ track }) => track.folderId),
      ...[...known.values()].map((old) => old.folderId),
    ]);
    await this.#saveLyrics(wanted, known);
    const documents = wanted.map(({ track }) => toTrackDocument(track, toLeftAlbum(track, known.get(track.id))));
    await insertNew(
      this.#tracks,
      documents.filter(({ _id }) => !known.has(_id)),
    );
    await this.#replace(documents.filter(({ _id }) => known.has(_id)));
  }

  async #findKnown(ids: TrackId[]): Promise<Map<TrackId, KnownTrack>> {
    const projection = { folderId: 1, albumId: 1, leftAlbumId: 1 };
    const documents = await this.#tracks.find<KnownTrack>({ _id: { $in: ids } }, { projection }).toArray();
    return new Map(documents.map((document) => [document._id, document]));
  }

  async #saveLyrics(writes: readonly TrackWrite[], known: ReadonlyMap<TrackId, unknown>): Promise<void> {
    const without = writes.filter(({ track, lyrics }) => lyrics === null && known.has(track.id));
    if (without.length > 0) await this.#lyrics.deleteMany({ _id: { $in: without.map(({ track }) => track.id) } });
    const replacements = writes.flatMap(({ track, lyrics }) =>
      lyrics === null ? [] : [{ replaceOne: { filter: { _id: track.id }, replacement: lyrics, upsert: true } }],
    );
    if (replacements.length > 0) await writeInParts(this.#lyrics, replacements);
  }

  async #replace(documents: readonly TrackDocument[]): Promise<void> {
    if (documents.length === 0) return;
    await writeInParts(
      this.#tracks,
      documents.map(({ _id, ...replacement }) => ({ replaceOne: { filter: { _id }, replacement, upsert: true } })),
    );
  }
}

/** The album left first counts: what people said is still there. Back in it, nothing has to follow. */
function toLeftAlbum({ albumId }: Track, old: KnownTrack | undefined): AlbumId | '' {
  const left = old?.leftAlbumId || old?.albumId || '';
  return left === albumId ? '' : left;
}

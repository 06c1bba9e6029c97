import type { MongoIndex, MongoMigration } from '#repositories/mongo/mongo-migration.ts';

const index = (name: string, key: MongoIndex['key']): MongoIndex => ({ name, key });

/** Validators say what a list or a scan would go wrong without; models say the rest. */
const schemaOf = (properties: Record<string, object>) => ({
  bsonType: 'object',
  required: Object.keys(properties),
  properties,
});

const text = { bsonType: 'string' };
const number = { bsonType: 'number' };
const flag = { bsonType: 'bool' };
const texts = { bsonType: 'array', items: text };

/**
 * Indexes named by_<sort> carry what every listed document meets, every key of that sort, and the id last, so that a page
 * is a walk along the index. The others answer filters and look-ups.
 */
export const migration: MongoMigration = {
  collections: [
    { name: 'catalogue', indexes: [] },
    { name: 'catalogueChanges', indexes: [], schema: schemaOf({ kind: text, ids: texts, isDone: flag }) },
    {
      name: 'leases',
      indexes: [{ name: 'by_generation', key: { name: 1, generation: 1 }, isUnique: true }],
    },
    {
      name: 'libraries',
      indexes: [index('by_name', { name: 1, _id: 1 }), { name: 'of_path', key: { path: 1 }, isUnique: true }],
      schema: schemaOf({ name: text, path: text }),
    },
    {
      name: 'folders',
      indexes: [
        index('by_parent', { parentId: 1, isShown: 1, nameKey: 1, _id: 1 }),
        index('of_library', { libraryId: 1, listingKey: 1 }),
      ],
      schema: schemaOf({
        libraryId: text,
        parentId: text,
        path: text,
        nameKey: text,
        trackCount: number,
        isShown: flag,
      }),
    },
    {
      name: 'tracks',
      indexes: [
        index('by_title', { isPresent: 1, titleKey: 1, _id: 1 }),
        index('by_artist', { isPresent: 1, artistKey: 1, albumKey: 1, 'keys.position': 1, _id: 1 }),
        index('by_album', { isPresent: 1, albumKey: 1, 'keys.album': 1, 'keys.position': 1, _id: 1 }),
        index('by_year', { isPresent: 1, 'keys.year': 1, albumKey: 1, 'keys.position': 1, _id: 1 }),
        index('by_added', { isPresent: 1, addedAtMs: 1, _id: 1 }),
        index('by_duration', { isPresent: 1, durationMs: 1, _id: 1 }),
        index('of_album', { 'keys.album': 1, isPresent: 1, 'keys.position': 1, path: 1 }),
        index('of_folder', { folderId: 1, isPresent: 1, path: 1 }),
        index('of_library', { libraryId: 1, isPresent: 1, folderId: 1 }),
        index('of_artist', { artistIds: 1, isPresent: 1 }),
        index('of_genre', { genreIds: 1, isPresent: 1 }),
        index('of_quality', { 'format.isLossless': 1, isPresent: 1 }),
        index('of_audio_key', { audioKey: 1, isPresent: 1, missingSinceMs: 1 }),
        index('of_left_album', { leftAlbumId: 1 }),
      ],
      schema: schemaOf({
        libraryId: text,
        folderId: text,
        path: text,
        titleKey: text,
        artistKey: text,
        albumKey: text,
        isPresent: flag,
        artistIds: texts,
        genreIds: texts,
        roles: texts,
        leftAlbumId: text,
        durationMs: number,
        addedAtMs: number,
      }),
    },
    { name: 'lyrics', indexes: [], schema: schemaOf({ lines: { bsonType: 'array' } }) },
    {
      name: 'albums',
      indexes: [
        index('by_title', { titleKey: 1, artistKey: 1, _id: 1 }),
        index('by_artist', { artistKey: 1, 'keys.year': 1, titleKey: 1, _id: 1 }),
        index('by_year', { 'keys.year': 1, titleKey: 1, _id: 1 }),
        index('by_added', { addedAtMs: 1, _id: 1 }),
        index('by_random', { shuffleKey: 1, _id: 1 }),
        index('of_credited', { creditedIds: 1, 'keys.year': -1, titleKey: 1, _id: 1 }),
        index('of_appearing', { appearingIds: 1, 'keys.year': -1, titleKey: 1, _id: 1 }),
        index('of_genre', { genreIds: 1, 'keys.year': -1, _id: 1 }),
        index('of_library', { libraryIds: 1 }),
      ],
      schema: schemaOf({
        titleKey: text,
        artistKey: text,
        addedAtMs: number,
        shuffleKey: number,
        creditedIds: texts,
        appearingIds: texts,
        genreIds: texts,
        libraryIds: texts,
      }),
    },
    {
      name: 'artists',
      indexes: [
        index('by_name', { isShown: 1, nameKey: 1, _id: 1 }),
        index('by_albums', { isShown: 1, albumCount: 1, nameKey: 1, _id: 1 }),
        index('by_tracks', { isShown: 1, trackCount: 1, nameKey: 1, _id: 1 }),
        index('album_artists_by_name', { isAlbumArtist: 1, nameKey: 1, _id: 1 }),
        index('album_artists_by_albums', { isAlbumArtist: 1, albumCount: 1, nameKey: 1, _id: 1 }),
        index('album_artists_by_tracks', { isAlbumArtist: 1, trackCount: 1, nameKey: 1, _id: 1 }),
      ],
      schema: schemaOf({ name: text, nameKey: text, albumCount: number, trackCount: number, isShown: flag }),
    },
    {
      name: 'genres',
      indexes: [index('by_name', { isShown: 1, nameKey: 1, _id: 1 })],
      schema: schemaOf({ name: text, nameKey: text, albumCount: number, trackCount: number, isShown: flag }),
    },
    {
      name: 'covers',
      indexes: [index('unanalysed', { isAnalysed: 1, _id: 1 })],
      schema: schemaOf({ source: { bsonType: 'object' }, isAnalysed: flag }),
    },
    {
      name: 'scans',
      indexes: [
        { name: 'by_sequence', key: { sequence: 1 }, isUnique: true },
        index('unfinished', { isUnfinished: 1, sequence: 1 }),
      ],
      schema: schemaOf({ sequence: number, state: text, isUnfinished: flag }),
    },
    {
      name: 'scanFailures',
      indexes: [index('by_path', { path: 1, libraryId: 1 }), index('of_library', { libraryId: 1, path: 1 })],
      schema: schemaOf({ libraryId: text, path: text, reason: text }),
    },
  ],
};

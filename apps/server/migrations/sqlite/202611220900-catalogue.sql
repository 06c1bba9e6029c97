-- A table keeps each aggregate as a JSON document, with columns beside it for what is filtered, sorted or changed alone.
-- Indexes named <table>_by_<sort> carry every key of that sort with the id last, so that a page is a walk along the index.

CREATE TABLE catalogue (version INTEGER NOT NULL, installation TEXT NOT NULL);
INSERT INTO catalogue VALUES (0, lower(hex(randomblob(4))));

CREATE TABLE libraries (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  removed_at_ms INTEGER,
  document TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE folders (
  id TEXT NOT NULL PRIMARY KEY,
  library_id TEXT NOT NULL,
  parent_id TEXT,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  track_count INTEGER NOT NULL DEFAULT 0,
  -- What the folder held on disk when its tracks last agreed with it.
  listing_key TEXT
) WITHOUT ROWID;
CREATE INDEX folders_by_parent ON folders (parent_id, name_key, id);
CREATE INDEX folders_by_library ON folders (library_id, parent_id, track_count);

CREATE TABLE tracks (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  library_id TEXT NOT NULL,
  folder_id TEXT NOT NULL,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_at_ms REAL NOT NULL,
  audio_key TEXT,
  title_key TEXT NOT NULL,
  artist_key TEXT NOT NULL,
  album_key TEXT NOT NULL,
  album_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  year INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  is_lossless INTEGER NOT NULL,
  added_at_ms INTEGER NOT NULL,
  missing_since_ms INTEGER,
  has_embedded_cover INTEGER NOT NULL,
  cover_id TEXT,
  -- The album that it was in before other tags took it elsewhere, until what people said about that one has followed.
  left_album_id TEXT,
  document TEXT NOT NULL
);
CREATE INDEX tracks_by_title ON tracks (title_key, id) WHERE missing_since_ms IS NULL;
CREATE INDEX tracks_by_artist ON tracks (artist_key, album_key, position, id) WHERE missing_since_ms IS NULL;
CREATE INDEX tracks_by_album ON tracks (album_key, album_id, position, id) WHERE missing_since_ms IS NULL;
CREATE INDEX tracks_by_year ON tracks (year, album_key, position, id) WHERE missing_since_ms IS NULL;
CREATE INDEX tracks_by_added ON tracks (added_at_ms, id) WHERE missing_since_ms IS NULL;
CREATE INDEX tracks_by_duration ON tracks (duration_ms, id) WHERE missing_since_ms IS NULL;
CREATE INDEX tracks_of_album ON tracks (album_id, position, path) WHERE missing_since_ms IS NULL;
CREATE INDEX tracks_of_folder ON tracks (library_id, folder_id, path, missing_since_ms, size_bytes, modified_at_ms, id);
CREATE INDEX tracks_of_audio_key ON tracks (audio_key, missing_since_ms) WHERE missing_since_ms IS NOT NULL;
CREATE INDEX tracks_of_left_album ON tracks (left_album_id, album_id) WHERE left_album_id IS NOT NULL;
CREATE INDEX tracks_of_quality ON tracks (is_lossless) WHERE missing_since_ms IS NULL;

-- Links hold present tracks only: they go when a track does and come back with it. `roles` is a set of bits.
CREATE TABLE track_artists (
  artist_id TEXT NOT NULL,
  track_rid INTEGER NOT NULL,
  roles INTEGER NOT NULL,
  PRIMARY KEY (artist_id, track_rid)
) WITHOUT ROWID;
CREATE TABLE track_genres (
  genre_id TEXT NOT NULL,
  track_rid INTEGER NOT NULL,
  PRIMARY KEY (genre_id, track_rid)
) WITHOUT ROWID;

CREATE TABLE lyrics (track_id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE albums (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title_key TEXT NOT NULL,
  artist_key TEXT NOT NULL,
  year INTEGER NOT NULL,
  added_at_ms INTEGER NOT NULL,
  shuffle_key INTEGER NOT NULL,
  cover_id TEXT,
  document TEXT NOT NULL
);
CREATE INDEX albums_by_title ON albums (title_key, artist_key, id);
CREATE INDEX albums_by_artist ON albums (artist_key, year, title_key, id);
CREATE INDEX albums_by_year ON albums (year, title_key, id);
CREATE INDEX albums_by_added ON albums (added_at_ms, id);
CREATE INDEX albums_by_random ON albums (shuffle_key, id);

-- `is_credited` is 1 where the album is credited to the artist, 0 where the artist only has a track on it.
CREATE TABLE album_artists (
  artist_id TEXT NOT NULL,
  is_credited INTEGER NOT NULL,
  year INTEGER NOT NULL,
  album_rid INTEGER NOT NULL,
  PRIMARY KEY (artist_id, is_credited, year, album_rid)
) WITHOUT ROWID;
CREATE INDEX album_artists_of_album ON album_artists (album_rid);
CREATE TABLE album_genres (
  genre_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  album_rid INTEGER NOT NULL,
  PRIMARY KEY (genre_id, year, album_rid)
) WITHOUT ROWID;
CREATE INDEX album_genres_of_album ON album_genres (album_rid);
CREATE TABLE album_libraries (
  library_id TEXT NOT NULL,
  album_rid INTEGER NOT NULL,
  PRIMARY KEY (library_id, album_rid)
) WITHOUT ROWID;
CREATE INDEX album_libraries_of_album ON album_libraries (album_rid);

-- Artists and genres without present tracks stay, hidden: their stars and ratings wait for them.
CREATE TABLE artists (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  musicbrainz_artist_id TEXT,
  roles INTEGER NOT NULL DEFAULT 0,
  album_count INTEGER NOT NULL DEFAULT 0,
  track_count INTEGER NOT NULL DEFAULT 0,
  cover_id TEXT
);
CREATE INDEX artists_by_name ON artists (name_key, id) WHERE track_count > 0;
CREATE INDEX artists_by_albums ON artists (album_count, name_key, id) WHERE track_count > 0;
CREATE INDEX artists_by_tracks ON artists (track_count, name_key, id) WHERE track_count > 0;
CREATE INDEX album_artists_by_name ON artists (name_key, id) WHERE track_count > 0 AND album_count > 0;
CREATE INDEX album_artists_by_albums ON artists (album_count, name_key, id) WHERE track_count > 0 AND album_count > 0;
CREATE INDEX album_artists_by_tracks ON artists (track_count, name_key, id) WHERE track_count > 0 AND album_count > 0;

CREATE TABLE genres (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  track_count INTEGER NOT NULL DEFAULT 0,
  album_count INTEGER NOT NULL DEFAULT 0,
  cover_ids TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX genres_by_name ON genres (name_key, id) WHERE track_count > 0;

CREATE TABLE covers (
  id TEXT NOT NULL PRIMARY KEY,
  source TEXT NOT NULL,
  analysed_at_ms INTEGER,
  document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX covers_unanalysed ON covers (id) WHERE analysed_at_ms IS NULL;

CREATE TABLE scans (
  rid INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  is_unfinished INTEGER NOT NULL,
  document TEXT NOT NULL
);
CREATE INDEX scans_unfinished ON scans (rid) WHERE is_unfinished = 1;
CREATE TABLE scan_failures (
  library_id TEXT NOT NULL,
  path TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (library_id, path)
) WITHOUT ROWID;
CREATE INDEX scan_failures_by_path ON scan_failures (path, library_id);

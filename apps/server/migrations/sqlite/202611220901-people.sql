-- What people made and cannot be scanned again.

CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  name_key TEXT NOT NULL UNIQUE,
  last_seen_at_ms INTEGER,
  document TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE user_settings (user_id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  last_used_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_of_user ON sessions (user_id, last_used_at_ms);
CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms);

CREATE TABLE annotations (
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  item_id TEXT NOT NULL,
  starred_at_ms INTEGER,
  rating INTEGER NOT NULL DEFAULT 0,
  play_count INTEGER NOT NULL DEFAULT 0,
  last_played_at_ms INTEGER,
  PRIMARY KEY (user_id, kind, item_id)
) WITHOUT ROWID;
CREATE INDEX annotations_by_starred ON annotations (user_id, kind, starred_at_ms, item_id)
  WHERE starred_at_ms IS NOT NULL;
CREATE INDEX annotations_by_rated ON annotations (user_id, kind, rating, item_id) WHERE rating > 0;
CREATE INDEX annotations_by_most_played ON annotations (user_id, kind, play_count, last_played_at_ms, item_id)
  WHERE play_count > 0;
CREATE INDEX annotations_by_recently_played ON annotations (user_id, kind, last_played_at_ms, item_id)
  WHERE play_count > 0;
CREATE INDEX annotations_of_item ON annotations (kind, item_id);

CREATE TABLE plays (
  -- Made by a client: unique among the plays of its user only.
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  track_id TEXT NOT NULL,
  album_id TEXT,
  played_at_ms INTEGER NOT NULL,
  is_settled INTEGER NOT NULL DEFAULT 0,
  document TEXT NOT NULL,
  PRIMARY KEY (user_id, id)
) WITHOUT ROWID;
CREATE INDEX plays_by_time ON plays (user_id, played_at_ms, id);
CREATE INDEX plays_of_track ON plays (user_id, track_id, played_at_ms);
CREATE INDEX plays_of_album ON plays (album_id, user_id, played_at_ms);
CREATE INDEX plays_unsettled ON plays (played_at_ms, id) WHERE is_settled = 0;
CREATE TABLE play_artists (
  user_id TEXT NOT NULL,
  artist_id TEXT NOT NULL,
  played_at_ms INTEGER NOT NULL,
  play_id TEXT NOT NULL,
  PRIMARY KEY (user_id, artist_id, played_at_ms, play_id)
) WITHOUT ROWID;

CREATE TABLE queues (
  user_id TEXT NOT NULL PRIMARY KEY,
  current_item_id TEXT,
  position_ms INTEGER NOT NULL,
  client TEXT NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  document TEXT NOT NULL
) WITHOUT ROWID;

-- The same tables as in migrations/postgres. Plays leave their documents, and their sums are kept as sums.

ALTER TABLE plays RENAME TO old_plays;

CREATE TABLE play_keys (user_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (user_id, id)) WITHOUT ROWID;
CREATE TABLE plays (
  user_id TEXT NOT NULL,
  played_at_ms INTEGER NOT NULL,
  id TEXT NOT NULL,
  track_id TEXT NOT NULL,
  album_id TEXT,
  artist_ids TEXT NOT NULL,
  played_ms INTEGER NOT NULL,
  client TEXT NOT NULL,
  PRIMARY KEY (user_id, played_at_ms, id)
) WITHOUT ROWID;
CREATE TABLE unsettled_plays (
  user_id TEXT NOT NULL,
  id TEXT NOT NULL,
  played_at_ms INTEGER NOT NULL,
  batch TEXT NOT NULL,
  PRIMARY KEY (user_id, id)
) WITHOUT ROWID;
CREATE TABLE listening_days (
  user_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  plays INTEGER NOT NULL,
  played_ms INTEGER NOT NULL,
  PRIMARY KEY (user_id, day)
) WITHOUT ROWID;
CREATE TABLE listening_months (
  kind TEXT NOT NULL,
  item_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  month INTEGER NOT NULL,
  plays INTEGER NOT NULL,
  played_ms INTEGER NOT NULL,
  last_played_at_ms INTEGER NOT NULL,
  PRIMARY KEY (kind, item_id, user_id, month)
) WITHOUT ROWID;

INSERT INTO play_keys SELECT user_id, id FROM old_plays;
INSERT INTO plays
  SELECT user_id, played_at_ms, id, track_id, album_id, json_extract(document, '$.artistIds'),
    CAST(document ->> '$.playedMs' AS INTEGER), document ->> '$.client'
  FROM old_plays;
INSERT INTO unsettled_plays SELECT user_id, id, played_at_ms, '' FROM old_plays WHERE is_settled = 0;
INSERT INTO listening_days
  SELECT user_id, played_at_ms / 86400000, count(*), sum(played_ms) FROM plays GROUP BY 1, 2;
INSERT INTO listening_months
  SELECT kind, item_id, user_id, month, count(*), sum(played_ms), max(played_at_ms)
  FROM (
    SELECT user_id, played_ms, played_at_ms, CAST(strftime('%Y%m', played_at_ms / 1000, 'unixepoch') AS INTEGER) AS month,
      'track' AS kind, track_id AS item_id
    FROM plays
    UNION ALL
    SELECT user_id, played_ms, played_at_ms, CAST(strftime('%Y%m', played_at_ms / 1000, 'unixepoch') AS INTEGER),
      'album', album_id
    FROM plays WHERE album_id IS NOT NULL
    UNION ALL
    SELECT user_id, played_ms, played_at_ms, month, 'artist', artist_id
    FROM (
      SELECT DISTINCT user_id, plays.id, played_ms, played_at_ms, json_each.value AS artist_id,
        CAST(strftime('%Y%m', played_at_ms / 1000, 'unixepoch') AS INTEGER) AS month
      FROM plays, json_each(artist_ids)
    )
  )
  GROUP BY 1, 2, 3, 4;

DROP TABLE old_plays;
DROP TABLE play_artists;
CREATE INDEX plays_of_album ON plays (album_id) WHERE album_id IS NOT NULL;
CREATE INDEX unsettled_plays_by_time ON unsettled_plays (played_at_ms, id);
CREATE INDEX unsettled_plays_of_batch ON unsettled_plays (batch);
CREATE INDEX listening_days_by_day ON listening_days (day);
CREATE INDEX listening_months_of_user ON listening_months (user_id, kind, month);

CREATE TABLE events (
  at_ms INTEGER NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  user_id TEXT,
  details TEXT NOT NULL,
  instance TEXT NOT NULL,
  PRIMARY KEY (at_ms, id)
) WITHOUT ROWID;
CREATE TABLE requests (
  at_ms INTEGER NOT NULL,
  id TEXT NOT NULL,
  method TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  status INTEGER NOT NULL,
  duration_ms REAL NOT NULL,
  size_bytes INTEGER NOT NULL,
  user_id TEXT,
  instance TEXT NOT NULL,
  batch TEXT NOT NULL,
  PRIMARY KEY (at_ms, id)
) WITHOUT ROWID;
CREATE TABLE request_hours (
  hour INTEGER NOT NULL,
  endpoint TEXT NOT NULL,
  status INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  duration_ms REAL NOT NULL,
  size_bytes INTEGER NOT NULL,
  PRIMARY KEY (hour, endpoint, status)
) WITHOUT ROWID;

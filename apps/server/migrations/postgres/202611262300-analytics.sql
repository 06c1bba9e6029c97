-- Plays, events and requests, by month; partitions are made by the server (month-partitions.ts). Ids compare byte by byte.

-- Which plays are known. A unique key of a partitioned table has to hold the time, which a client may send differently.
CREATE TABLE play_keys (
  user_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, id)
);

CREATE TABLE plays (
  user_id text COLLATE "C" NOT NULL,
  played_at_ms bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  track_id text COLLATE "C" NOT NULL,
  album_id text COLLATE "C",
  artist_ids text NOT NULL,
  played_ms bigint NOT NULL,
  client text NOT NULL,
  PRIMARY KEY (user_id, played_at_ms, id)
) PARTITION BY RANGE (played_at_ms);
CREATE INDEX plays_of_album ON plays (album_id) WHERE album_id IS NOT NULL;
CREATE TABLE plays_default PARTITION OF plays DEFAULT;

-- Plays whose sums are not at the annotations yet: a row is there for moments, so that plays are never updated for it.
CREATE TABLE unsettled_plays (
  user_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  played_at_ms bigint NOT NULL,
  batch text NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE INDEX unsettled_plays_by_time ON unsettled_plays (played_at_ms, id);
CREATE INDEX unsettled_plays_of_batch ON unsettled_plays (batch);

CREATE TABLE listening_days (
  user_id text COLLATE "C" NOT NULL,
  day bigint NOT NULL,
  plays bigint NOT NULL,
  played_ms bigint NOT NULL,
  PRIMARY KEY (user_id, day)
);
CREATE INDEX listening_days_by_day ON listening_days (day);

CREATE TABLE listening_months (
  kind text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  month bigint NOT NULL,
  plays bigint NOT NULL,
  played_ms bigint NOT NULL,
  last_played_at_ms bigint NOT NULL,
  PRIMARY KEY (kind, item_id, user_id, month)
);
CREATE INDEX listening_months_of_user ON listening_months (user_id, kind, month);

CREATE TABLE events (
  at_ms bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  user_id text,
  details text NOT NULL,
  instance text NOT NULL,
  PRIMARY KEY (at_ms, id)
) PARTITION BY RANGE (at_ms);
CREATE TABLE events_default PARTITION OF events DEFAULT;

CREATE TABLE requests (
  at_ms bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  method text NOT NULL,
  endpoint text NOT NULL,
  status integer NOT NULL,
  duration_ms double precision NOT NULL,
  size_bytes bigint NOT NULL,
  user_id text,
  instance text NOT NULL,
  batch text NOT NULL,
  PRIMARY KEY (at_ms, id)
) PARTITION BY RANGE (at_ms);
CREATE TABLE requests_default PARTITION OF requests DEFAULT;

CREATE TABLE request_hours (
  hour bigint NOT NULL,
  endpoint text COLLATE "C" NOT NULL,
  status integer NOT NULL,
  requests bigint NOT NULL,
  duration_ms double precision NOT NULL,
  size_bytes bigint NOT NULL,
  PRIMARY KEY (hour, endpoint, status)
);

-- The search index: derived from the catalogue and disposable. `search_changes` lists what it has not taken in yet.

CREATE TABLE search_changes (
  kind TEXT NOT NULL,
  item_id TEXT NOT NULL,
  PRIMARY KEY (kind, item_id)
) WITHOUT ROWID;

-- One row for each findable item: its texts, to see whether they changed, and its name folded and without an article.
CREATE TABLE search_entries (
  rid INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  item_id TEXT NOT NULL,
  weight INTEGER NOT NULL,
  bare_name TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  name TEXT NOT NULL,
  context TEXT NOT NULL,
  UNIQUE (kind, item_id)
);
CREATE INDEX search_entries_by_name ON search_entries (kind, bare_name, weight);

-- Words come in already split and folded, so that only spaces divide them. The index keeps no text and no positions.
CREATE VIRTUAL TABLE search_artists USING fts5(name, context, content='', contentless_delete=1, detail=column,
  prefix='1 2 3', tokenize="ascii tokenchars '!""#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
CREATE VIRTUAL TABLE search_albums USING fts5(name, context, content='', contentless_delete=1, detail=column,
  prefix='1 2 3', tokenize="ascii tokenchars '!""#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
CREATE VIRTUAL TABLE search_tracks USING fts5(name, context, content='', contentless_delete=1, detail=column,
  prefix='1 2 3', tokenize="ascii tokenchars '!""#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
CREATE VIRTUAL TABLE search_genres USING fts5(name, context, content='', contentless_delete=1, detail=column,
  prefix='1 2 3', tokenize="ascii tokenchars '!""#$%&()*+,-./:;<=>?@[\]^_`{|}~'");

-- Every word ever indexed, for correcting typing errors. Words of items that went stay: a correction is tried before it is shown.
CREATE TABLE search_words (rid INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE search_artist_terms USING fts5vocab(search_artists, row);
CREATE VIRTUAL TABLE search_album_terms USING fts5vocab(search_albums, row);
CREATE VIRTUAL TABLE search_track_terms USING fts5vocab(search_tracks, row);

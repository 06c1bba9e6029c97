-- Which covers nothing shows any more, and since when that is known.
ALTER TABLE covers ADD COLUMN unused_since_ms INTEGER;
CREATE INDEX tracks_of_cover ON tracks (cover_id) WHERE cover_id IS NOT NULL;
CREATE INDEX albums_of_cover ON albums (cover_id) WHERE cover_id IS NOT NULL;
CREATE INDEX artists_of_cover ON artists (cover_id) WHERE cover_id IS NOT NULL;

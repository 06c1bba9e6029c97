-- What users sent. A sound is claimed by the first upload of it, so that two at once do not both come in.

CREATE TABLE uploads (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  state TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX uploads_of_user ON uploads (user_id, created_at_ms, id);
CREATE INDEX uploads_by_state ON uploads (state, created_at_ms, id);
CREATE INDEX uploads_usage ON uploads (user_id, state, size_bytes);

CREATE TABLE upload_claims (audio_key TEXT NOT NULL PRIMARY KEY, upload_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX upload_claims_of_upload ON upload_claims (upload_id);

CREATE INDEX tracks_present_by_audio_key ON tracks (audio_key) WHERE missing_since_ms IS NULL;

-- What was measured of sounds. The waveform stands last, so that reading the rest does not read it.

CREATE TABLE track_analyses (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  fault TEXT,
  document TEXT NOT NULL,
  waveform_peaks BLOB,
  waveform_rms BLOB
);

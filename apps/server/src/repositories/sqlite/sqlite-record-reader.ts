import type { RecordKind, Records } from '#models/record.ts';
import { completeLyrics, type StoredLyrics } from '#models/lyrics.ts';
import { analyticsSources } from '../analytics/record-sources.ts';
import type { RecordPage, RecordReader, RecordReaderOptions } from '../record-reader.ts';
import { toDatabasePath } from './migrate.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { toWaveform, type WaveformRow } from './sqlite-track-analysis-repository.ts';
import { toTrack, trackColumns, type TrackRow } from './track-rows.ts';

type Row = Record<string, string | number | null>;

interface Source<Kind extends RecordKind> {
  from: string;
  key: readonly string[];
  columns: string;
  toRecord(row: Row): Records[Kind];
}

const parseDocument = <T>(row: Row): T => JSON.parse(String(row['document'])) as T;
/** A plain object: those of the driver have no prototype. */
const toPlain = <T>(row: Row): T => ({ ...row }) as T;

const documents = <Kind extends RecordKind>(from: string, key: readonly string[] = ['id']): Source<Kind> => ({
  from,
  key,
  columns: 'document',
  toRecord: (row) => parseDocument<Records[Kind]>(row),
});

const sources: { [Kind in RecordKind]: Source<Kind> } = {
  users: {
    from: 'users',
    key: ['id'],
    columns: 'document, last_seen_at_ms AS lastSeenAtMs',
    toRecord: (row) => ({ ...parseDocument(row), lastSeenAtMs: row['lastSeenAtMs'] as number | null }),
  },
  settings: {
    from: 'user_settings',
    key: ['user_id'],
    columns: 'user_id AS userId, document',
    toRecord: (row) => ({ userId: row['userId'], settings: parseDocument(row) }) as Records['settings'],
  },
  libraries: documents('libraries'),
  folders: {
    from: 'folders',
    key: ['id'],
    columns: 'id, library_id AS libraryId, parent_id AS parentId, path, name, name_key AS nameKey',
    toRecord: toPlain,
  },
  covers: {
    from: 'covers',
    key: ['id'],
    columns: 'source, document',
    toRecord: (row) => ({ ...parseDocument(row), source: JSON.parse(String(row['source'])) }),
  },
  artists: {
    from: 'artists',
    key: ['id'],
    columns: 'id, name, sort_name AS sortName, name_key AS nameKey, musicbrainz_artist_id AS musicBrainzArtistId',
    toRecord: toPlain,
  },
  genres: { from: 'genres', key: ['id'], columns: 'id, name, name_key AS nameKey', toRecord: toPlain },
  tracks: {
    from: 'tracks',
    key: ['id'],
    columns: `${trackColumns}, (SELECT lyrics.document FROM lyrics WHERE track_id = tracks.id) AS lyrics`,
    toRecord: (row) => ({
      track: toTrack(row as unknown as TrackRow),
      lyrics: typeof row['lyrics'] !== 'string' ? null : completeLyrics(JSON.parse(row['lyrics']) as StoredLyrics),
    }),
  },
  analyses: {
    from: 'track_analyses',
    key: ['id'],
    columns: 'document, waveform_peaks AS peaks, waveform_rms AS rms',
    toRecord: (row) => ({ analysis: parseDocument(row), waveform: toWaveform(row as unknown as WaveformRow) }),
  },
  failures: documents('scan_failures', ['library_id', 'path']),
  scans: documents('scans', ['rid']),
  uploads: documents('uploads'),
  annotations: {
    from: 'annotations',
    key: ['user_id', 'kind', 'item_id'],
    columns: `user_id AS userId, kind, item_id AS itemId, starred_at_ms AS starredAtMs, rating,
      play_count AS playCount, last_played_at_ms AS lastPlayedAtMs`,
    toRecord: toPlain,
  },
  queues: {
    from: 'queues',
    key: ['user_id'],
    columns:
      'document, current_item_id AS currentItemId, position_ms AS positionMs, client, updated_at_ms AS updatedAtMs',
    toRecord: ({ document, ...changed }) => ({
      ...parseDocument<Records['queues']>({ document: document ?? '' }),
      ...changed,
    }),
  },
  ...analyticsSources,
};

/** Reads an embedded store, also while a server is at work on it. */
export class SqliteRecordReader implements RecordReader {
  readonly #database: SqliteDatabase;

  /** A snapshot shows everything as it was at its first page. */
  constructor(directory: string, { isSnapshot }: RecordReaderOptions) {
    this.#database = new SqliteDatabase(toDatabasePath(directory), { isReadOnly: true });
    if (isSnapshot) this.#database.execute('BEGIN');
  }

  async listRecords<Kind extends RecordKind>(
    kind: Kind,
    after: string | null,
    limit: number,
  ): Promise<RecordPage<Kind>> {
    const { from, key, columns, toRecord } = sources[kind];
    const keys = key.map((column, at) => `${column} AS key${at}`).join(', ');
    const behind = after === null ? '' : `WHERE (${key.join(', ')}) > (${key.map(() => '?').join(', ')})`;
    const values = after === null ? [] : (JSON.parse(after) as (string | number)[]);
    const rows = this.#database.all<Row>(
      `SELECT ${keys}, ${columns} FROM ${from} ${behind} ORDER BY ${key.join(', ')} LIMIT ?`,
      ...values,
      limit,
    );
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      next: last ? JSON.stringify(key.map((_, at) => last[`key${at}`])) : null,
      records: rows.map((row) => toRecord(withoutKeys(row, key.length))),
    };
  }

  async countRecords(kind: RecordKind): Promise<number> {
    return this.#database.get<{ total: number }>(`SELECT count(*) AS total FROM ${sources[kind].from}`)?.total ?? 0;
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

function withoutKeys(row: Row, count: number): Row {
  const own = { ...row };
  for (let at = 0; at < count; at++) delete own[`key${at}`];
  return own;
}

import type { SoundId } from '#models/ids.ts';
import type {
  AnalysisFault,
  AnalysisRecord,
  AnalysisState,
  StoredWaveform,
  TrackAnalysis,
} from '#models/track-analysis.ts';
import type { TrackAnalysisRepository } from '../track-analysis-repository.ts';
import { inOrderOf, type SqliteDatabase, toJsonList } from './sqlite-database.ts';

export interface WaveformRow {
  peaks: Uint8Array | null;
  rms: Uint8Array | null;
}

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const toBytes = (text: string): Uint8Array => Buffer.from(text, 'base64');

export const toWaveform = ({ peaks, rms }: WaveformRow): StoredWaveform | null =>
  peaks && rms ? { peaks: toText(peaks), rms: toText(rms) } : null;

export class SqliteTrackAnalysisRepository implements TrackAnalysisRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async listAnalyses(ids: readonly SoundId[]): Promise<TrackAnalysis[]> {
    const rows = this.#database.all<{ document: string }>(
      'SELECT document FROM track_analyses WHERE id IN (SELECT value FROM json_each(?))',
      toJsonList(ids),
    );
    return inOrderOf(
      ids,
      rows.map(({ document }) => JSON.parse(document) as TrackAnalysis),
    );
  }

  async listStates(ids: readonly SoundId[]): Promise<AnalysisState[]> {
    const rows = this.#database.all<{ id: SoundId; version: number; fault: string | null }>(
      'SELECT id, version, fault FROM track_analyses WHERE id IN (SELECT value FROM json_each(?))',
      toJsonList(ids),
    );
    const states = rows.map(({ id, version, fault }) => {
      return { id, version, fault: fault === null ? null : (JSON.parse(fault) as AnalysisFault) };
    });
    return inOrderOf(ids, states);
  }

  async findWaveform(id: SoundId): Promise<StoredWaveform | undefined> {
    const row = this.#database.get<WaveformRow>(
      'SELECT waveform_peaks AS peaks, waveform_rms AS rms FROM track_analyses WHERE id = ?',
      id,
    );
    return (row && toWaveform(row)) ?? undefined;
  }

  async saveAnalysis({ analysis, waveform }: AnalysisRecord): Promise<void> {
    this.#database.run(
      'INSERT OR REPLACE INTO track_analyses VALUES (?, ?, ?, ?, ?, ?)',
      analysis.id,
      analysis.version,
      analysis.fault && JSON.stringify(analysis.fault),
      JSON.stringify(analysis),
      waveform && toBytes(waveform.peaks),
      waveform && toBytes(waveform.rms),
    );
  }

  async listSoundIds(after: SoundId | null, limit: number): Promise<SoundId[]> {
    const rows = this.#database.all<{ id: SoundId }>(
      'SELECT id FROM track_analyses WHERE id > ? ORDER BY id LIMIT ?',
      after ?? '',
      limit,
    );
    return rows.map(({ id }) => id);
  }

  async deleteAnalyses(ids: readonly SoundId[]): Promise<void> {
    this.#database.run('DELETE FROM track_analyses WHERE id IN (SELECT value FROM json_each(?))', toJsonList(ids));
  }
}

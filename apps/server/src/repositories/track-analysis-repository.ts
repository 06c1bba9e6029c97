import type { SoundId } from '#models/ids.ts';
import type { AnalysisRecord, AnalysisState, StoredWaveform, TrackAnalysis } from '#models/track-analysis.ts';

/** Owner of what was measured of sounds. */
export interface TrackAnalysisRepository {
  /** In the order of `ids`; unknown ids are left out. */
  listAnalyses(ids: readonly SoundId[]): Promise<TrackAnalysis[]>;
  /** The same with less to read, for deciding what has to be measured. */
  listStates(ids: readonly SoundId[]): Promise<AnalysisState[]>;
  findWaveform(id: SoundId): Promise<StoredWaveform | undefined>;
  /** Creates or replaces. */
  saveAnalysis(record: AnalysisRecord): Promise<void>;
  /** Behind `after`, in the order of the ids, for cleaning up. */
  listSoundIds(after: SoundId | null, limit: number): Promise<SoundId[]>;
  deleteAnalyses(ids: readonly SoundId[]): Promise<void>;
}

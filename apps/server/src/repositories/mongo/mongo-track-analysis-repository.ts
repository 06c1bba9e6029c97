import { Binary, type Collection, type Db } from 'mongodb';
import type { SoundId } from '#models/ids.ts';
import type { AnalysisRecord, AnalysisState, StoredWaveform, TrackAnalysis } from '#models/track-analysis.ts';
import type { TrackAnalysisRepository } from '../track-analysis-repository.ts';
import { inOrderOf } from './documents.ts';
import { retryDuplicate } from './duplicate-key.ts';

export type AnalysisDocument = Omit<TrackAnalysis, 'id'> & { _id: SoundId };
export interface WaveformDocument {
  _id: SoundId;
  peaks: Binary;
  rms: Binary;
}

const toAnalysis = ({ _id, ...rest }: AnalysisDocument): TrackAnalysis => ({ id: _id, ...rest });
const toBinary = (text: string): Binary => new Binary(Buffer.from(text, 'base64'));
export const toWaveform = ({ peaks, rms }: WaveformDocument): StoredWaveform => ({
  peaks: peaks.toString('base64'),
  rms: rms.toString('base64'),
});

export class MongoTrackAnalysisRepository implements TrackAnalysisRepository {
  readonly #analyses: Collection<AnalysisDocument>;
  readonly #waveforms: Collection<WaveformDocument>;

  constructor(database: Db) {
    this.#analyses = database.collection('trackAnalyses');
    this.#waveforms = database.collection('waveforms');
  }

  async listAnalyses(ids: readonly SoundId[]): Promise<TrackAnalysis[]> {
    if (ids.length === 0) return [];
    const documents = await this.#analyses.find({ _id: { $in: [...ids] } }).toArray();
    return inOrderOf(ids, documents.map(toAnalysis));
  }

  async listStates(ids: readonly SoundId[]): Promise<AnalysisState[]> {
    if (ids.length === 0) return [];
    const states = await this.#analyses
      .find({ _id: { $in: [...ids] } }, { projection: { version: 1, fault: 1 } })
      .map(({ _id, version, fault }) => ({ id: _id, version, fault }))
      .toArray();
    return inOrderOf(ids, states);
  }

  async findWaveform(id: SoundId): Promise<StoredWaveform | undefined> {
    const document = await this.#waveforms.findOne({ _id: id });
    return document ? toWaveform(document) : undefined;
  }

  /** The waveform first: a sound counts as measured only once its analysis is there, and a repeat writes both again. */
  async saveAnalysis({ analysis, waveform }: AnalysisRecord): Promise<void> {
    const { id: _id, ...rest } = analysis;
    await retryDuplicate(async () => {
      if (waveform)
        await this.#waveforms.replaceOne(
          { _id },
          { peaks: toBinary(waveform.peaks), rms: toBinary(waveform.rms) },
          { upsert: true },
        );
      else await this.#waveforms.deleteOne({ _id });
      await this.#analyses.replaceOne({ _id }, rest, { upsert: true });
    });
  }

  async listSoundIds(after: SoundId | null, limit: number): Promise<SoundId[]> {
    return this.#analyses
      .find(after === null ? {} : { _id: { $gt: after } }, { sort: { _id: 1 }, limit, projection: { _id: 1 } })
      .map(({ _id }) => _id)
      .toArray();
  }

  /** The analysis last: after a crash in between it is there to be deleted again. */
  async deleteAnalyses(ids: readonly SoundId[]): Promise<void> {
    if (ids.length === 0) return;
    const filter = { _id: { $in: [...ids] } };
    await this.#waveforms.deleteMany(filter);
    await this.#analyses.deleteMany(filter);
  }
}

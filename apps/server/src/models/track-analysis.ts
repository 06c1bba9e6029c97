import type { ErrorCode } from '@jetstream/api-contract';
import type { LoudnessMeasurement, MixedLoudness } from '@jetstream/audio-analysis';
import type { SoundId, TrackId } from './ids.ts';
import type { Track } from './track.ts';

export type { Loudness } from '@jetstream/audio-analysis';

/** Loudness as it is kept: the counts of blocks are bytes in base64, so that records stay plain data. */
export interface StoredLoudness extends Omit<LoudnessMeasurement, 'blocks' | 'shortTermBlocks' | 'mixed'> {
  blocks: string;
  shortTermBlocks: string;
  mixed?: StoredMixedLoudness;
}

export interface StoredMixedLoudness extends Omit<MixedLoudness, 'blocks'> {
  blocks: string;
}

export interface MeasuredSound {
  /** Of the samples that were decoded. */
  durationMs: number;
  loudness: StoredLoudness;
  headSilenceMs: number;
  tailSilenceMs: number;
}

/** Why a file could not be measured. */
export interface AnalysisFault {
  code: ErrorCode;
  message: string;
  /** Attempts so far, this one included. */
  tries: number;
}

/** What was found out about a sound by decoding it. Tracks with the same sound share it, wherever they lie and however they are tagged. */
export interface TrackAnalysis {
  id: SoundId;
  /** `ANALYSIS_VERSION` of what tried last to measure it. */
  version: number;
  analysedAtMs: number;
  /** Null when it could not be measured; then there is a fault. With one, it is what an earlier version measured. */
  sound: MeasuredSound | null;
  fault: AnalysisFault | null;
}

/** Values of a waveform in base64, as `Waveform` of audio-analysis describes them. */
export interface StoredWaveform {
  peaks: string;
  rms: string;
}

/** Everything about one sound: the waveform is large and apart, since only the player asks for it. */
export interface AnalysisRecord {
  analysis: TrackAnalysis;
  waveform: StoredWaveform | null;
}

/** What tells whether a sound still has to be measured. */
export type AnalysisState = Pick<TrackAnalysis, 'id' | 'version' | 'fault'>;

/** Where the audio could not be told from its tags, a file is another sound once it was written to. */
export const toSoundId = ({
  id,
  audioKey,
  sizeBytes,
  modifiedAtMs,
}: Pick<Track, 'id' | 'audioKey' | 'sizeBytes' | 'modifiedAtMs'>): SoundId =>
  (audioKey ?? `file ${id} ${sizeBytes} ${modifiedAtMs}`) as SoundId;

const OF_FILE = /^file (\S+) \S+ \S+$/;

/** The only track that a sound can have that is known by its file; undefined where many may have it. */
export const findTrackOfSound = (id: SoundId): TrackId | undefined => OF_FILE.exec(id)?.[1] as TrackId | undefined;

/** A file that cannot be read as music stays so; what may have been bad luck is tried this often. */
const MOST_TRIES = 3;
const LASTING_FAULTS: ReadonlySet<ErrorCode> = new Set(['media-unreadable', 'unsupported']);

/** `version`: the earliest that measured such a sound as it would be measured now. */
export function isAnalysisDue(state: AnalysisState | undefined, version: number): boolean {
  if (!state || state.version < version) return true;
  return state.fault !== null && !LASTING_FAULTS.has(state.fault.code) && state.fault.tries < MOST_TRIES;
}

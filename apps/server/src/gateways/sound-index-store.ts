/**
 * Places in a sound whose labels tell nothing exact, about a second apart, found by looking at all of it once. Three numbers each, as they
 * are sent between processes: label and byte of a packet, and the sample that comes first once it was decoded. 90 KB for an hour.
 */
export interface SoundIndex {
  durationSamples: number;
  places: Float64Array;
}

/** Indexes of sounds that were looked at: anything in it may go at any time and be found again. Servers may share it. */
export interface SoundIndexStore {
  /** `key`: of a file and its version. */
  findIndex(key: string): Promise<SoundIndex | undefined>;
  saveIndex(key: string, index: SoundIndex): Promise<void>;
}

import type { AudioMeasurement } from '@jetstream/audio-analysis';

/** To the worker: sound from start to end, then the question. */
export type MeasureRequest =
  | { kind: 'push'; channels: readonly Float32Array[]; sampleRateHz: number }
  | { kind: 'finish' };

/** Each push is answered, so that no more than one piece waits. */
export type MeasureAnswer = { kind: 'pushed' } | { kind: 'measured'; measurement: AudioMeasurement };

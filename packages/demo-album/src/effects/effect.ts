/** Reworks `left` and `right` in place for the first `count` samples, which start at `frame` of the performance. */
export type Effect = (left: Float32Array, right: Float32Array, count: number, frame: number) => void;

/** Builds the state of an effect for one rendering. */
export type EffectFactory = (sampleRate: number) => Effect;

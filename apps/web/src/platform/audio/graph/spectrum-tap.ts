export interface FrameSource {
  /** Calls back before the next picture; returns the cancellation. */
  onNextFrame: (task: () => void) => () => void;
}

const FFT_SIZE = 4_096;
const BAND_COUNT = 48;
const LOWEST_HZ = 30;
const HIGHEST_HZ = 16_000;
const FULL_BYTE = 255;

/** Listens beside the sound, only while somebody looks. */
export class SpectrumTap {
  readonly #frames: FrameSource;
  readonly #listeners = new Set<(levels: Float32Array) => void>();
  #place: { context: BaseAudioContext; node: AudioNode } | undefined;
  #analyser: AnalyserNode | undefined;
  #cancelFrame: (() => void) | undefined;

  constructor(frames: FrameSource) {
    this.#frames = frames;
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  add(listener: (levels: Float32Array) => void): () => void {
    this.#listeners.add(listener);
    this.#connect();
    return () => {
      this.#listeners.delete(listener);
      if (!this.isWatched) this.#disconnect();
    };
  }

  /** The node whose output is looked at; it has no connections of before. */
  attach(context: BaseAudioContext, node: AudioNode): void {
    this.detach();
    this.#place = { context, node };
    this.#connect();
  }

  detach(): void {
    this.#cancelFrame?.();
    this.#analyser = undefined;
    this.#place = undefined;
  }

  #connect(): void {
    if (!this.#place || !this.isWatched || this.#analyser) return;
    const { context, node } = this.#place;
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = FFT_SIZE;
    node.connect(this.#analyser);
    this.#show(this.#analyser);
  }

  #disconnect(): void {
    this.#cancelFrame?.();
    if (this.#analyser) this.#place?.node.disconnect(this.#analyser);
    this.#analyser = undefined;
  }

  #show(analyser: AnalyserNode): void {
    const bins = new Uint8Array(analyser.frequencyBinCount);
    const edges = bandEdges(analyser.context.sampleRate);
    const levels = new Float32Array(BAND_COUNT);
    const draw = (): void => {
      const isHeard = analyser.context.state === 'running';
      if (isHeard) analyser.getByteFrequencyData(bins);
      else bins.fill(0);
      for (let band = 0; band < BAND_COUNT; band += 1) levels[band] = highest(bins, edges, band);
      for (const listener of this.#listeners) listener(levels);
      this.#cancelFrame = isHeard ? this.#frames.onNextFrame(draw) : onceRunning(analyser.context, draw);
    };
    this.#cancelFrame = this.#frames.onNextFrame(draw);
  }
}

/** A context that sleeps has nothing new to draw. */
function onceRunning(context: BaseAudioContext, task: () => void): () => void {
  const listen = (): void => {
    if (context.state !== 'running') return;
    leave();
    task();
  };
  const leave = (): void => context.removeEventListener('statechange', listen);
  context.addEventListener('statechange', listen);
  return leave;
}

/** Bins at which the bands begin: even steps in pitch, each at least one bin wide. */
function bandEdges(sampleRateHz: number): number[] {
  const ratio = HIGHEST_HZ / LOWEST_HZ;
  let least = 1;
  return Array.from({ length: BAND_COUNT + 1 }, (_, band) => {
    const bin = Math.round((LOWEST_HZ * ratio ** (band / BAND_COUNT) * FFT_SIZE) / sampleRateHz);
    const edge = Math.max(least, bin);
    least = edge + 1;
    return edge;
  });
}

function highest(bins: Uint8Array, edges: readonly number[], band: number): number {
  let level = 0;
  for (let bin = edges[band] ?? 0; bin < (edges[band + 1] ?? 0); bin += 1) level = Math.max(level, bins[bin] ?? 0);
  return level / FULL_BYTE;
}

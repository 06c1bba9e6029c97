import type {
  AudioEngine,
  AudioEngineEventName,
  AudioEngineEvents,
  AudioSource,
  FailureReason,
  Levelling,
  OutputDevice,
  TimeRangeMs,
} from '#services/audio/audio-engine.ts';
import { toHeardQuality, type HeardQuality, type TrackLoudness } from '#services/audio/audio-media.ts';
import type { PlaybackAbilities } from '#services/audio/playback-decisions.ts';
import { Emitter } from '#services/emitter.ts';
import type { FakeEnvironment } from './fake-environment.ts';

const TICK_MS = 250;

/** An engine without sound, whose media plays when the test says so. */
export class FakeAudioEngine implements AudioEngine {
  readonly bufferedRanges: readonly TimeRangeMs[] = [];
  readonly #environment: FakeEnvironment;
  readonly #emitter = new Emitter<AudioEngineEvents>();
  readonly loads: { source: AudioSource; positionMs: number; isPaused: boolean }[] = [];
  source: AudioSource | null = null;
  prepared: AudioSource | null = null;
  /** How often what was prepared had to go before the same was named again. */
  forgotten = 0;
  positionMs = 0;
  isPlaying = false;
  volume = 1;
  reopened = 0;
  isMuted = false;
  levelling: Levelling = { mode: 'off', preampDb: 0 };
  readonly loudness = new Map<string, TrackLoudness | null>();
  crossfadeSeconds = 0;
  equalizerDb: readonly number[] | null = null;
  speed = 1;
  outputDeviceId: string | null = null;
  outputDevices: readonly OutputDevice[] = [];
  areOutputsHidden = false;
  readonly outputListeners = new Set<() => void>();
  quality: HeardQuality | null = null;
  abilities: PlaybackAbilities = {
    segments: [],
    files: ['audio/flac'],
    maxSampleRateHz: null,
    maxChannels: null,
    network: 'unmetered',
  };
  readonly spectrumListeners = new Set<(levels: Float32Array) => void>();
  /** Track ids that fail as soon as they are loaded. */
  readonly broken = new Map<string, FailureReason>();

  constructor(environment: FakeEnvironment) {
    this.#environment = environment;
  }

  get durationMs(): number {
    return this.source?.durationMs ?? 0;
  }

  on<Name extends AudioEngineEventName>(name: Name, listener: (event: AudioEngineEvents[Name]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  emit<Name extends AudioEngineEventName>(name: Name, event: AudioEngineEvents[Name]): void {
    this.#emitter.emit(name, event);
  }

  canPlay(): boolean {
    return true;
  }

  load(
    source: AudioSource,
    { positionMs = 0, isPaused = false }: { positionMs?: number; isPaused?: boolean } = {},
  ): void {
    this.loads.push({ source, positionMs, isPaused });
    this.source = source;
    this.prepared = null;
    this.positionMs = positionMs;
    this.isPlaying = !isPaused;
    this.emit('loading', { source });
    this.quality =
      source.opened?.form === 'file' ? toHeardQuality(source.opened.quality, source.opened.loudness) : null;
    this.emit('qualityChanged', { quality: this.quality });
    const reason = this.broken.get(source.trackId);
    queueMicrotask(() => {
      if (this.source !== source) return;
      if (reason) this.emit('failed', { source, reason, positionMs });
      else if (this.isPlaying) this.emit('playing', { positionMs });
    });
  }

  prepareNext(source: AudioSource | null): void {
    if (source === null && this.prepared) this.forgotten += 1;
    this.prepared = source;
  }

  play(): void {
    this.isPlaying = true;
    this.emit('playing', { positionMs: this.positionMs });
  }

  pause(): void {
    this.isPlaying = false;
    this.emit('progressed', { positionMs: this.positionMs });
    this.emit('paused', { positionMs: this.positionMs, isBlocked: false });
  }

  seek(positionMs: number): void {
    this.positionMs = Math.min(positionMs, this.durationMs);
    this.emit('seeked', { positionMs: this.positionMs });
  }

  setVolume(volume: number): void {
    this.volume = volume;
  }

  reopen(): void {
    this.reopened += 1;
  }

  setMuted(isMuted: boolean): void {
    this.isMuted = isMuted;
  }

  setLevelling(levelling: Levelling): void {
    this.levelling = levelling;
  }

  setLoudness(trackId: string, loudness: TrackLoudness | null): void {
    this.loudness.set(trackId, loudness);
  }

  setCrossfade(seconds: number): void {
    this.crossfadeSeconds = seconds;
  }

  setEqualizer(gainsDb: readonly number[] | null): void {
    this.equalizerDb = gainsDb;
  }

  setSpeed(rate: number): void {
    this.speed = rate;
  }

  setOutputDevice(deviceId: string | null): void {
    this.outputDeviceId = deviceId;
  }

  canChooseOutput(): boolean {
    return this.outputDevices.length > 0;
  }

  observeOutputDevices(listener: () => void): () => void {
    this.outputListeners.add(listener);
    return () => void this.outputListeners.delete(listener);
  }

  async revealOutputDevices(): Promise<boolean> {
    this.areOutputsHidden = false;
    return true;
  }

  async listOutputDevices(): Promise<readonly OutputDevice[]> {
    return this.areOutputsHidden ? [] : this.outputDevices;
  }

  observeSpectrum(listener: (levels: Float32Array) => void): () => void {
    this.spectrumListeners.add(listener);
    return () => void this.spectrumListeners.delete(listener);
  }

  stop(): void {
    this.source = null;
    this.prepared = null;
    this.positionMs = 0;
    this.isPlaying = false;
  }

  dispose(): void {
    this.stop();
    this.#emitter.clear();
  }

  /** Sound comes out for this long, and goes on to what is prepared at the end of the track. */
  async playFor(durationMs: number): Promise<void> {
    for (let leftMs = durationMs; leftMs > 0 && this.isPlaying;) {
      const stepMs = Math.min(TICK_MS, leftMs, Math.max(1, this.durationMs - this.positionMs));
      await this.#environment.pass(stepMs);
      leftMs -= stepMs;
      this.positionMs += stepMs;
      this.emit('progressed', { positionMs: this.positionMs });
      if (this.source && this.positionMs >= this.durationMs) this.#finish(this.source);
    }
  }

  /** No data for this long, although the person wants sound. */
  async stallFor(durationMs: number): Promise<void> {
    this.emit('stalled', { positionMs: this.positionMs });
    await this.#environment.pass(durationMs);
    this.emit('recovered', { positionMs: this.positionMs });
  }

  #finish(source: AudioSource): void {
    const next = this.prepared;
    if (next) {
      this.source = next;
      this.prepared = null;
      this.positionMs = 0;
      this.emit('advanced', { source: next });
    } else {
      this.isPlaying = false;
      this.emit('ended', { source });
    }
  }
}

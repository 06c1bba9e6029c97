import type { AudioEngine, AudioSource } from '../audio/audio-engine.ts';
import { countedAfterMs, PlayMeter } from '../audio/play-meter.ts';
import type { Environment } from '../environment.ts';
import { isLocalId } from '../local-files/local-files.ts';
import { isRecord, JsonRecord } from '../storage/json-record.ts';
import type { KeyValueStorage } from '../storage/key-value-storage.ts';
import { toTimestamp } from '../timestamp.ts';
import type { PlayOutbox } from './play-outbox.ts';

interface Listening {
  source: AudioSource;
  id: string;
  /** 0 until the first sound. */
  startedAtMs: number;
  meter: PlayMeter;
  isReported: boolean;
}

/** A listening that a reload of the page cut in two. */
interface KeptListening {
  key: string;
  trackId: string;
  id: string;
  startedAtMs: number;
  listenedMs: number;
  isReported: boolean;
}
const isKept = (value: unknown): value is KeptListening =>
  isRecord(value) && typeof value['key'] === 'string' && typeof value['listenedMs'] === 'number';

interface PlayTrackerOptions {
  engine: Pick<AudioEngine, 'on' | 'positionMs'>;
  environment: Environment;
  storage: KeyValueStorage;
  outbox: Pick<PlayOutbox, 'add'>;
  findUserId: () => string | undefined;
}

/** Reports a play once it has been listened to for long enough; a track that starts over by itself counts anew. */
export class PlayTracker {
  readonly #options: PlayTrackerOptions;
  #listening: Listening | undefined;

  constructor(options: PlayTrackerOptions) {
    this.#options = options;
  }

  /** Returns the unsubscription. */
  start(): () => void {
    const { engine, environment } = this.#options;
    const subscriptions = [
      engine.on('loading', ({ source }) => this.#begin(source)),
      engine.on('advanced', ({ source }) => {
        this.#begin(source);
        this.#resync(engine.positionMs);
      }),
      engine.on('playing', ({ positionMs }) => this.#resync(positionMs)),
      engine.on('recovered', ({ positionMs }) => this.#resync(positionMs)),
      engine.on('seeked', ({ positionMs }) => this.#resync(positionMs)),
      engine.on('progressed', ({ positionMs }) => this.#tick(positionMs)),
      engine.on('paused', () => this.#keep()),
      environment.onHide(() => this.#keep()),
    ];
    return () => {
      for (const stop of subscriptions) stop();
    };
  }

  #begin(source: AudioSource): void {
    const kept = this.#listening ? undefined : this.#record()?.read();
    const isResumed = kept?.key === source.key && kept.trackId === source.trackId;
    this.#listening = {
      source,
      id: isResumed ? kept.id : this.#options.environment.createId(),
      startedAtMs: isResumed ? kept.startedAtMs : 0,
      meter: new PlayMeter(isResumed ? kept.listenedMs : 0),
      isReported: isResumed && kept.isReported,
    };
  }

  #resync(positionMs: number): void {
    if (!this.#listening) return;
    const nowMs = this.#options.environment.nowMs();
    this.#listening.startedAtMs ||= nowMs;
    this.#listening.meter.resync(positionMs, nowMs);
  }

  /** What has begun to sound. What is played from this device's own files is nobody else's business. */
  get #countable(): Listening | undefined {
    const listening = this.#listening;
    if (!listening || listening.startedAtMs === 0 || isLocalId(listening.source.trackId)) return undefined;
    return listening;
  }

  #tick(positionMs: number): void {
    const listening = this.#countable;
    if (!listening) return;
    const { environment, outbox } = this.#options;
    listening.meter.tick(positionMs, environment.nowMs());
    const playedMs = listening.meter.listenedMs;
    if (listening.isReported || playedMs < countedAfterMs(listening.source.durationMs)) return;
    listening.isReported = true;
    outbox.add({
      id: listening.id,
      trackId: listening.source.trackId,
      startedAt: toTimestamp(listening.startedAtMs),
      playedMs,
      client: environment.clientName,
    });
    this.#keep();
  }

  #keep(): void {
    const listening = this.#countable;
    if (!listening) return;
    const { source, id, startedAtMs, isReported, meter } = listening;
    const { key, trackId } = source;
    this.#record()?.write({ key, trackId, id, startedAtMs, isReported, listenedMs: meter.listenedMs });
  }

  #record(): JsonRecord<KeptListening> | undefined {
    const userId = this.#options.findUserId();
    return userId === undefined ? undefined : new JsonRecord(this.#options.storage, `listening.${userId}`, isKept);
  }
}

import type { AudioEngineEvents, Emitter } from '@jetstream/app-core/services';

type Phase = 'idle' | 'loading' | 'playing' | 'paused' | 'stalled';

/** What the person wants and what the engine does, told as it changes. */
export class PlaybackPhase {
  readonly #emitter: Emitter<AudioEngineEvents>;
  readonly #readPositionMs: () => number;
  #phase: Phase = 'idle';
  #isIntended = false;

  constructor(emitter: Emitter<AudioEngineEvents>, readPositionMs: () => number) {
    this.#emitter = emitter;
    this.#readPositionMs = readPositionMs;
  }

  /** Whether the person wants sound. */
  get isIntended(): boolean {
    return this.#isIntended;
  }
  get isPlaying(): boolean {
    return this.#phase === 'playing';
  }
  get isLoading(): boolean {
    return this.#phase === 'loading';
  }

  load(isPaused: boolean): void {
    this.#isIntended = !isPaused;
    this.#phase = isPaused ? 'paused' : 'loading';
  }

  /** What follows is loaded: what the person wants stays as it is. */
  advance(): void {
    this.#phase = 'loading';
  }

  /** Nothing is wanted any more; whoever calls tells why. */
  rest(phase: 'idle' | 'paused'): void {
    this.#isIntended = false;
    this.#phase = phase;
  }

  pause({ isBlocked = false }: { isBlocked?: boolean } = {}): void {
    this.rest('paused');
    const positionMs = this.#readPositionMs();
    this.#emitter.emit('progressed', { positionMs });
    this.#emitter.emit('paused', { positionMs, isBlocked });
  }

  stall(): void {
    if (this.#phase === 'stalled' || !this.#isIntended) return;
    this.#phase = 'stalled';
    this.#emitter.emit('stalled', { positionMs: this.#readPositionMs() });
  }

  /** Sound comes out. */
  sound(): void {
    const before = this.#phase;
    this.#phase = 'playing';
    if (before === 'playing') return;
    this.#emitter.emit(before === 'stalled' ? 'recovered' : 'playing', { positionMs: this.#readPositionMs() });
  }
}

import { setImmediate } from 'node:timers/promises';
import type { SoundIndex } from '#gateways/sound-index-store.ts';
import type { Work } from '../backend.ts';
import type { ChildAnswer } from '../child-messages.ts';

const BREATH_MS = 10;
const ALIVE_MS = 1_000;
const TELLING_MS = 500;

/** One order under way: lets a cancellation in between its steps, and says that it goes on. */
export class OrderWork implements Work {
  readonly id: number;
  readonly #controller = new AbortController();
  readonly #send: (answer: ChildAnswer) => void;
  #breathedAtMs = performance.now();
  #saidAtMs = performance.now();
  #toldAtMs = -Infinity;
  #pause: PromiseWithResolvers<void> | undefined;

  constructor(id: number, send: (answer: ChildAnswer) => void) {
    this.id = id;
    this.#send = send;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** It rests at its next breath, until it is to go on or is cancelled. */
  setPaused(isPaused: boolean): void {
    if (isPaused) this.#pause ??= Promise.withResolvers<void>();
    else {
      this.#pause?.resolve();
      this.#pause = undefined;
    }
  }

  cancel(): void {
    this.setPaused(false);
    this.#controller.abort(new Error('It was cancelled.'));
  }

  async breathe(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#breathedAtMs < BREATH_MS) return;
    await setImmediate();
    await this.#pause?.promise;
    this.#breathedAtMs = performance.now();
    this.signal.throwIfAborted();
    if (this.#breathedAtMs - this.#saidAtMs < ALIVE_MS) return;
    this.#saidAtMs = this.#breathedAtMs;
    this.#send({ kind: 'alive', id: this.id });
  }

  keepIndex(index: SoundIndex): void {
    this.#send({ kind: 'index', id: this.id, index });
  }

  /** Not more often than anyone looks. */
  tellProgress(share: number): void {
    const nowMs = performance.now();
    if (nowMs - this.#toldAtMs < TELLING_MS) return;
    this.#toldAtMs = nowMs;
    this.#send({ kind: 'progress', id: this.id, share });
  }
}

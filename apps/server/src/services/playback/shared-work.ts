import { GrowingBytes } from './growing-bytes.ts';

/** Makes bytes piece by piece, and tells when they are whole; what it does after that is nothing to those who read. */
export type Making = (bytes: GrowingBytes, signal: AbortSignal) => Promise<void>;

/** What several may wait for. */
interface JoinedWork {
  bytes: GrowingBytes;
  /** Resolves when the work has ended, well or not. */
  ended: Promise<void>;
}

interface Work extends JoinedWork {
  controller: AbortController;
  /** How many wait; work that nobody waits for any more is given up. */
  listeners: number;
  isForNobody: boolean;
}

/** Those who ask for the same share one making of it: who comes later gets what there is by then, and the rest as it comes. */
export class SharedWork {
  readonly #works = new Map<string, Work>();
  readonly #isKept: () => boolean;

  /** `isKept`: whether work goes on although nobody waits for it any more. */
  constructor({ isKept }: { isKept: () => boolean }) {
    this.#isKept = isKept;
  }

  /**
   * Without a signal it is made for nobody in particular, and goes on. Who has one waits until it is aborted; the work ends when everyone
   * who waited for it has gone. Throws the signal's reason when it is aborted already.
   */
  join(key: string, signal: AbortSignal | undefined, make: Making): JoinedWork {
    signal?.throwIfAborted();
    const work = this.#works.get(key) ?? this.#begin(key, make);
    if (signal) this.#listen(key, work, signal);
    else work.isForNobody = true;
    return work;
  }

  #listen(key: string, work: Work, signal: AbortSignal): void {
    const leave = () => {
      work.listeners -= 1;
      if (work.listeners === 0 && !work.isForNobody && !this.#isKept()) this.#giveUp(key, work);
    };
    work.listeners += 1;
    signal.addEventListener('abort', leave, { once: true });
    void work.ended.then(() => signal.removeEventListener('abort', leave));
  }

  #begin(key: string, make: Making): Work {
    const controller = new AbortController();
    const bytes = new GrowingBytes();
    // Whoever waits is told; whoever has gone needs not be.
    const made = make(bytes, controller.signal).catch((error: unknown) => bytes.fail(error));
    const work: Work = { bytes, ended: made, controller, listeners: 0, isForNobody: false };
    this.#works.set(key, work);
    void made.then(() => this.#forget(key, work));
    return work;
  }

  #giveUp(key: string, work: Work): void {
    // Nobody may join what is ending.
    this.#forget(key, work);
    work.controller.abort(new Error('Nobody waits for it any more.'));
  }

  #forget(key: string, work: Work): void {
    if (this.#works.get(key) === work) this.#works.delete(key);
  }
}

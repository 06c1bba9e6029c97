import { Emitter } from '#services/emitter.ts';
import type { TabChannel, TabMessage } from '#services/sync/tab-channel.ts';

/** The tabs of one browser, without one. */
export class FakeTabs {
  readonly #emitter = new Emitter<{ message: { from: object; message: TabMessage } }>();

  /** While set, messages are on their way. */
  #held: { from: object; message: TabMessage }[] | undefined;

  /** What is posted from now on arrives when it is let go, in this order. */
  hold(): void {
    this.#held = [];
  }

  letGo(): void {
    // What is posted in answer comes behind what is on its way.
    for (const event of this.#held ?? []) this.#emitter.emit('message', event);
    this.#held = undefined;
  }

  open(): TabChannel {
    const from = {};
    return {
      post: (message) => {
        if (this.#held) this.#held.push({ from, message });
        else this.#emitter.emit('message', { from, message });
      },
      onMessage: (listener) =>
        this.#emitter.on('message', (event) => {
          if (event.from !== from) listener(event.message);
        }),
    };
  }
}

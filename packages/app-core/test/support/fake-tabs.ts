import { Emitter } from '#services/emitter.ts';
import type { TabChannel, TabMessage } from '#services/sync/tab-channel.ts';

/** The tabs of one browser, without one. */
export class FakeTabs {
  readonly #emitter = new Emitter<{ message: { from: object; message: TabMessage } }>();

  open(): TabChannel {
    const from = {};
    return {
      post: (message) => this.#emitter.emit('message', { from, message }),
      onMessage: (listener) =>
        this.#emitter.on('message', (event) => {
          if (event.from !== from) listener(event.message);
        }),
    };
  }
}

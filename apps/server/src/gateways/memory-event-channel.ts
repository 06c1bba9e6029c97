import type { ChannelListener, EventChannel } from './event-channel.ts';

/** Carries messages within one process: there is no other server, or it lives in the same process. */
export class MemoryEventChannel implements EventChannel {
  readonly #listeners: Set<ChannelListener>;

  /** Channels that are given the same set hear each other. */
  constructor(listeners: Set<ChannelListener> = new Set()) {
    this.#listeners = listeners;
  }

  async publish(message: string): Promise<void> {
    for (const listener of this.#listeners) listener.onMessage(message);
  }

  async listen(listener: ChannelListener): Promise<() => Promise<void>> {
    this.#listeners.add(listener);
    return async () => void this.#listeners.delete(listener);
  }
}

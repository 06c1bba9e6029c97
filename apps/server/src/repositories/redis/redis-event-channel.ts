import type { ChannelListener, EventChannel } from '#gateways/event-channel.ts';
import { becomesReady, type ConnectionLogger, type RedisConnection } from './connect-redis.ts';

/** A connection that only listens would not notice that its other end has gone. */
const PING_EVERY_MS = 5000;

/** Redis forgets a message once it was sent: who is not connected just then has missed it. */
export class RedisEventChannel implements EventChannel {
  readonly #connection: RedisConnection;
  readonly #logger: ConnectionLogger;

  constructor(connection: RedisConnection, logger: ConnectionLogger) {
    this.#connection = connection;
    this.#logger = logger;
  }

  async publish(message: string): Promise<void> {
    const { client, keys } = this.#connection;
    await client.publish(keys.events, message);
  }

  async listen({ onMessage, onMissed }: ChannelListener): Promise<() => Promise<void>> {
    const { subscriber, keys } = this.#connection;
    const take = (_channel: string, message: string) => onMessage(message);
    const stopping = new AbortController();
    const resume = () => void this.#resume(onMissed, stopping.signal);
    subscriber.on('message', take);
    // One that is away is listened to when it comes.
    if (subscriber.status === 'ready') await subscriber.subscribe(keys.events);
    subscriber.on('ready', resume);
    const watch = setInterval(() => void this.#checkLine(), PING_EVERY_MS).unref();
    return async () => {
      stopping.abort();
      clearInterval(watch);
      subscriber.off('ready', resume);
      subscriber.off('message', take);
      // A Redis that is away has forgotten it.
      if (subscriber.status === 'ready') await subscriber.unsubscribe(keys.events).catch(() => undefined);
    };
  }

  async #resume(onMissed: () => void, signal: AbortSignal): Promise<void> {
    const { client, subscriber, keys } = this.#connection;
    try {
      await subscriber.subscribe(keys.events);
    } catch (error) {
      if (signal.aborted) return;
      // The line broke again, and comes back to here; otherwise a new one may do better.
      this.#logger.warn({ err: error }, 'events of other servers cannot be heard');
      return subscriber.disconnect(true);
    }
    // Whoever looks anew at what it may have missed asks by the other connection.
    await becomesReady(client, signal);
    if (!signal.aborted) onMissed();
  }

  async #checkLine(): Promise<void> {
    const { subscriber } = this.#connection;
    if (subscriber.status !== 'ready') return;
    try {
      await subscriber.ping();
    } catch {
      subscriber.disconnect(true);
    }
  }
}

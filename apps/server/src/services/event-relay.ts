import type { EventChannel } from '#gateways/event-channel.ts';
import type { Clock } from './clock.ts';
import type { DomainEvents, EventBus } from './events.ts';
import { isEventName, relayedEvents, toNumber, toRecord, toText } from './relayed-events.ts';

export interface EventRelayOptions {
  channel: EventChannel;
  events: EventBus;
  /** Names this process for as long as it lives; another start has another. */
  origin: string;
  clock: Clock;
  onError: (error: unknown) => void;
}

/** Servers of different versions may run side by side for a while: they do not take each other's newer messages. */
const VERSION = 1;
/** A server that said something nobody heard is found out by its next message, at the latest by this one. */
const HEARTBEAT_MS = 5000;
const MAX_ORIGINS = 1000;
/** While a server of another version talks and talks, everything is looked at anew this often, not with each word. */
const PUZZLED_EVERY_MS = 30_000;

interface Envelope {
  v: number;
  origin: string;
  /** Counts the messages of an origin: who sees one left out has missed something. */
  sequence: number;
  /** Null says only that the server is there. */
  name: string | null;
  event: unknown;
}

/** Tells other servers what happened on this one, and this one what happened there: once each, and not back again. */
export class EventRelay {
  readonly #options: EventRelayOptions;
  readonly #stops: (() => unknown)[] = [];
  readonly #heard = new Map<string, number>();
  #sequence = 0;
  #puzzledAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: EventRelayOptions) {
    this.#options = options;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const { channel, events } = this.#options;
    const stopListening = await channel.listen({
      onMessage: (message) => this.#take(message),
      onMissed: () => this.#tellMissed(),
    });
    this.#stops.push(stopListening);
    for (const name of Object.keys(relayedEvents) as (keyof DomainEvents)[])
      if (relayedEvents[name]) this.#stops.push(events.onOwn(name, (event) => this.#publish(name, event)));
    const heartbeat = setInterval(() => this.#publish(null, null), HEARTBEAT_MS).unref();
    this.#stops.push(() => clearInterval(heartbeat));
    this.#publish(null, null);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  #publish(name: keyof DomainEvents | null, event: unknown): void {
    const envelope: Envelope = { v: VERSION, origin: this.#options.origin, sequence: ++this.#sequence, name, event };
    // Lost without harm: the number that is left out tells the others to look anew.
    this.#options.channel.publish(JSON.stringify(envelope)).catch(() => undefined);
  }

  #take(message: string): void {
    try {
      const { origin, sequence, name, event } = parseEnvelope(message);
      if (origin === this.#options.origin) return;
      const heard = this.#heard.get(origin);
      if (heard !== undefined && sequence <= heard) return;
      this.#remember(origin, sequence);
      if (heard !== undefined && sequence > heard + 1) this.#options.events.emitForeign('eventsMissed', {});
      if (name !== null && isEventName(name)) this.#emit(name, event);
    } catch (error) {
      this.#bePuzzled(error);
    }
  }

  /** What cannot be understood may have been anything. */
  #bePuzzled(error: unknown): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#puzzledAtMs < PUZZLED_EVERY_MS) return;
    this.#puzzledAtMs = nowMs;
    this.#options.onError(error);
    this.#options.events.emitForeign('eventsMissed', {});
  }

  #emit<Name extends keyof DomainEvents>(name: Name, event: unknown): void {
    const read = relayedEvents[name];
    if (read) this.#options.events.emitForeign(name, read(event));
  }

  #remember(origin: string, sequence: number): void {
    const oldest = this.#heard.keys().next();
    if (this.#heard.size >= MAX_ORIGINS && !oldest.done) this.#heard.delete(oldest.value);
    this.#heard.delete(origin);
    this.#heard.set(origin, sequence);
  }

  #tellMissed(): void {
    this.#heard.clear();
    this.#options.events.emitForeign('eventsMissed', {});
    this.#publish(null, null);
  }
}

function parseEnvelope(message: string): Envelope {
  const { v, origin, sequence, name, event } = toRecord(JSON.parse(message));
  if (v !== VERSION) throw new TypeError(`A message has version ${String(v)}, not ${VERSION}.`);
  return {
    v: VERSION,
    origin: toText(origin),
    sequence: toNumber(sequence),
    name: name === null ? null : toText(name),
    event,
  };
}

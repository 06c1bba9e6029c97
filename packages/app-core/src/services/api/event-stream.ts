import type { ServerEvent } from '@jetstream/api-contract';
import type { Environment } from '../environment.ts';
import { isRecord } from '../storage/json-record.ts';
import { SseParser } from './sse-parser.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** The server sends a comment well within this; a line that is silent for longer is dead without having said so. */
const SILENCE_LIMIT_MS = 90_000;

interface EventStreamOptions {
  /** Opens the stream; throws when it cannot be opened now. */
  open(input: { signal: AbortSignal; headers: Record<string, string> }): Promise<Response>;
  environment: Pick<Environment, 'schedule' | 'random' | 'isOnline' | 'onOnlineChange'>;
  onEvent(event: ServerEvent): void;
  onOpened(isResumed: boolean): void;
  onLost(): void;
}

/** Server-sent events over fetch (EventSource cannot send a bearer token), reopened until closed. */
export class EventStream {
  readonly #options: EventStreamOptions;
  #abort: AbortController | undefined;
  #lastEventId = '';
  #attempt = 0;
  #hasOpened = false;

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#abort) return;
    this.#abort = new AbortController();
    void this.#run(this.#abort.signal);
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#attempt = 0;
    this.#hasOpened = false;
    this.#lastEventId = '';
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const retryMs = await this.#readOnce(signal);
      if (signal.aborted) return;
      await this.#pause(retryMs ?? FIRST_RETRY_MS, signal);
    }
  }

  /** Reads one connection to its end. Answers with the server's wish for the pause, if it has one. */
  async #readOnce(outer: AbortSignal): Promise<number | undefined> {
    const connection = new AbortController();
    const abort = (): void => connection.abort();
    outer.addEventListener('abort', abort);
    const parser = new SseParser();
    let isOpen = false;
    let cancelWatch = this.#options.environment.schedule(abort, SILENCE_LIMIT_MS);
    try {
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (this.#lastEventId) headers['last-event-id'] = this.#lastEventId;
      const response = await this.#options.open({ signal: connection.signal, headers });
      const reader = response.body?.getReader();
      if (!reader) return undefined;
      isOpen = true;
      this.#attempt = 0;
      this.#options.onOpened(this.#hasOpened);
      this.#hasOpened = true;
      const decoder = new TextDecoder();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        cancelWatch();
        cancelWatch = this.#options.environment.schedule(abort, SILENCE_LIMIT_MS);
        for (const { data } of parser.push(decoder.decode(piece.value, { stream: true }))) this.#deliver(data);
        this.#lastEventId = parser.lastEventId || this.#lastEventId;
      }
    } catch {
      // Lost or refused: the loop tries again, and the session's own calls tell the person.
    } finally {
      cancelWatch();
      outer.removeEventListener('abort', abort);
      connection.abort();
    }
    if (isOpen && !outer.aborted) this.#options.onLost();
    return parser.retryMs;
  }

  #deliver(data: string): void {
    const event = parseEvent(data);
    if (event) this.#options.onEvent(event);
  }

  /** Doubles with each failed attempt, spread by chance so that clients do not return all at once; ends when back online. */
  #pause(baseMs: number, signal: AbortSignal): Promise<void> {
    const { environment } = this.#options;
    const longestMs = Math.min(LONGEST_RETRY_MS, baseMs * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 10);
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        unsubscribe();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = environment.schedule(finish, longestMs * (0.5 + environment.random() / 2));
      const unsubscribe = environment.onOnlineChange((isOnline) => isOnline && finish());
      signal.addEventListener('abort', finish);
    });
  }
}

/** Undefined for what this version does not understand. */
function parseEvent(data: string): ServerEvent | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) && typeof value['type'] === 'string' ? (value as ServerEvent) : undefined;
  } catch {
    return undefined;
  }
}

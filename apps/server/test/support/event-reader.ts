import { serverEvent, type ServerEvent } from '@jetstream/api-contract';
import type { ApiClient } from '@jetstream/api-contract/client';

/** Reads a stream of server-sent events, each checked against the contract. */
export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #buffer = '';
  /** What came last, comments and hints included. */
  lastBlock = '';

  private constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Resolves when the server has begun to send: what happens from then on is told. */
  static async open(client: ApiClient): Promise<EventReader> {
    const { body } = await client.open('streamEvents');
    if (!body) throw new Error('the stream has no body');
    const reader = new EventReader(body);
    await reader.#readBlock();
    return reader;
  }

  /** The next event; undefined when the server has ended the stream. */
  async next(): Promise<ServerEvent | undefined> {
    for (let block = await this.#readBlock(); block !== undefined; block = await this.#readBlock()) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) return serverEvent.parse(JSON.parse(data));
    }
    return undefined;
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }

  async #readBlock(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#buffer.slice(0, end);
        this.#buffer = this.#buffer.slice(end + 2);
        this.lastBlock = block;
        return block;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#buffer += value;
    }
  }
}

export interface SseMessage {
  event: string;
  data: string;
}

/** Reads a `text/event-stream` piece by piece (WHATWG HTML, 9.2.6). */
export class SseParser {
  lastEventId = '';
  /** The server's wish for the pause before reconnecting. */
  retryMs: number | undefined;
  #rest = '';
  #event = '';
  #data: string[] = [];

  push(text: string): SseMessage[] {
    const messages: SseMessage[] = [];
    // A CR at the end may be half of a CRLF: it waits for the next piece.
    const buffer = this.#rest + text;
    const hasOpenCr = buffer.endsWith('\r');
    const lines = (hasOpenCr ? buffer.slice(0, -1) : buffer).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + (hasOpenCr ? '\r' : '');
    for (const line of lines) {
      if (line === '') this.#dispatch(messages);
      else this.#take(line);
    }
    return messages;
  }

  #dispatch(messages: SseMessage[]): void {
    if (this.#data.length > 0) messages.push({ event: this.#event || 'message', data: this.#data.join('\n') });
    this.#event = '';
    this.#data = [];
  }

  #take(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.lastEventId = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }
}

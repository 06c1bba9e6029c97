import type { ServerResponse } from 'node:http';
import type { OpenTrack } from '#services/stream-service.ts';

type OpenFile = OpenTrack['file'];

/** One range as players ask for it is read at once, so that it goes out with its headers in one write. */
const CHUNK_BYTES = 256 * 1024;
/** Of what is longer: a player that reads as slowly as it plays holds one such chunk for all that time (bench/slow-streams.ts). */
const LONG_CHUNK_BYTES = 64 * 1024;
const BUFFERS_KEPT = 16;
/** A paused player may leave its connection open; after this long it has to ask again. */
const STALL_LIMIT_MS = 10 * 60_000;

/**
 * Sends parts of files. Unlike a read stream it reads a whole chunk at once, keeps the buffers for the next request, and
 * has no second queue between file and socket: bench/range-stream.ts compares the two.
 */
export class FileSender {
  readonly #buffers: Uint8Array[] = [];
  readonly #longBuffers: Uint8Array[] = [];

  /**
   * Sends the part and ends the response, whose head was written with that length. Closes the file as
   * soon as the client has everything or has gone. A file that turns out shorter breaks the connection: the length was
   * promised, so a clean end would pass for success.
   */
  async send(file: OpenFile, part: { start: number; length: number }, response: ServerResponse): Promise<void> {
    const connection = watch(response);
    response.setTimeout(STALL_LIMIT_MS, () => response.destroy());
    const end = part.start + part.length;
    const largest = part.length <= CHUNK_BYTES ? CHUNK_BYTES : LONG_CHUNK_BYTES;
    let position = part.start;
    try {
      while (position < end && !connection.isClosed()) {
        const buffer = this.#takeBuffer(largest);
        const wanted = Math.min(end - position, largest);
        const filled = await fill(file, buffer, wanted, position);
        if (filled < wanted) {
          response.destroy();
          return;
        }
        position += filled;
        const chunk = filled === buffer.length ? buffer : buffer.subarray(0, filled);
        const isFlushed = await connection.write(chunk, position === end);
        // A buffer that the socket may still hold is left to the collector.
        const kept = this.#buffersOf(largest);
        if (isFlushed && kept.length < BUFFERS_KEPT) kept.push(buffer);
        // Who took all of it will ask for more; who has gone will not.
        if (isFlushed && position === end) file.release();
      }
    } catch (error) {
      // The disk failed after the head was sent: only the broken connection can tell the client.
      response.destroy();
      throw error;
    } finally {
      connection.stop();
      file.close();
    }
  }

  #buffersOf(sizeBytes: number): Uint8Array[] {
    return sizeBytes === CHUNK_BYTES ? this.#buffers : this.#longBuffers;
  }

  #takeBuffer(sizeBytes: number): Uint8Array {
    return this.#buffersOf(sizeBytes).pop() ?? new Uint8Array(new ArrayBuffer(sizeBytes));
  }
}

async function fill(file: OpenFile, buffer: Uint8Array, wanted: number, position: number): Promise<number> {
  let filled = await file.read(buffer, wanted, position);
  while (filled > 0 && filled < wanted) {
    const count = await file.read(buffer.subarray(filled), wanted - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/** Turns the response's callbacks into answers: whether a chunk reached the operating system or the client had gone. */
function watch(response: ServerResponse) {
  let isClosed = response.destroyed;
  let settle: ((isFlushed: boolean) => void) | undefined;
  const onClose = () => {
    isClosed = true;
    settle?.(false);
  };
  response.once('close', onClose);
  return {
    isClosed: () => isClosed,
    write: (chunk: Uint8Array, isLast: boolean) =>
      new Promise<boolean>((resolve) => {
        settle = resolve;
        if (isClosed) return resolve(false);
        const onFlushed = (error?: Error | null) => resolve(!error);
        if (isLast) response.end(chunk, onFlushed);
        else response.write(chunk, onFlushed);
      }),
    stop: () => void response.off('close', onClose),
  };
}

import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** A paused player may leave its connection open; after this long it has to ask again. */
const STALL_LIMIT_MS = 10 * 60_000;

/**
 * Writes the head with the first piece, the others as they are made, and ends the response. A piece is taken when the client has taken the
 * one before, so a slow client holds one. Before the first piece a fault can still be answered: nothing was sent then.
 */
export async function sendMade(
  { status, head }: { status: number; head: OutgoingHttpHeaders },
  pieces: AsyncIterable<Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  response.setTimeout(STALL_LIMIT_MS, () => response.destroy());
  const start = () => void (response.headersSent || response.writeHead(status, head));
  try {
    for await (const piece of pieces) {
      start();
      if (!(await write(response, piece))) return;
    }
    start();
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    // Only the broken connection can tell the client. Who has gone needs not be told.
    const hasGone = response.destroyed;
    response.destroy();
    if (!hasGone) throw error;
  }
}

/** False when the client has gone. */
function write(response: ServerResponse, piece: Uint8Array): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const onClose = () => resolve(false);
    response.once('close', onClose);
    response.write(piece, (error) => {
      response.off('close', onClose);
      resolve(!error);
    });
  });
}

/** Aborted when the client goes before it has everything; its reason is told apart from faults by its code. */
export function watchClient(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const leave = () => controller.abort(Object.assign(new Error('The client has gone.'), { code: 'ECONNABORTED' }));
  response.once('close', () => {
    if (!response.writableFinished) leave();
  });
  if (response.destroyed) leave();
  return controller.signal;
}

import type { Response } from 'express';

/** A paused player may leave its connection open; after this long it has to ask again. */
const STALL_LIMIT_MS = 10 * 60_000;

/**
 * Writes pieces as they are made and ends the response, whose head was written with their length. The next piece is made
 * when the client has taken the one before, so a slow client holds one piece in memory.
 */
export async function sendMade(pieces: AsyncIterable<Uint8Array>, response: Response): Promise<void> {
  response.setTimeout(STALL_LIMIT_MS, () => response.destroy());
  try {
    for await (const piece of pieces) if (!(await write(response, piece))) return;
    response.end();
  } catch (error) {
    // The head is out: only the broken connection can tell the client. Who has gone needs not be told.
    const hasGone = response.destroyed;
    response.destroy();
    if (!hasGone) throw error;
  }
}

/** False when the client has gone. */
function write(response: Response, piece: Uint8Array): Promise<boolean> {
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
export function watchClient(response: Response): AbortSignal {
  const controller = new AbortController();
  const leave = () => controller.abort(Object.assign(new Error('The client has gone.'), { code: 'ECONNABORTED' }));
  response.once('close', () => {
    if (!response.writableFinished) leave();
  });
  if (response.destroyed) leave();
  return controller.signal;
}

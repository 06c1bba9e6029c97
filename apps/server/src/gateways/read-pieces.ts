import { DomainError } from '#models/errors.ts';
import type { OpenFile } from './media-store.ts';

const PIECE_BYTES = 256 * 1024;

/** A whole file from front to back; closes it. @throws DomainError media-missing when it ends early. */
export async function* readPieces(file: OpenFile): AsyncGenerator<Uint8Array> {
  try {
    await file.prepare(0, file.sizeBytes);
    for (let position = 0; position < file.sizeBytes;) {
      const piece = new Uint8Array(PIECE_BYTES);
      const count = await file.read(piece, PIECE_BYTES, position);
      if (count === 0) throw new DomainError('media-missing', 'The file ended early.');
      position += count;
      yield piece.subarray(0, count);
    }
  } finally {
    file.close();
  }
}

import { concatBytes } from '../bytes/byte-arrays.ts';
import { MediaContainerError } from '../media-container-error.ts';
import type { OggPage } from './ogg-page.ts';

/** Beyond any packet of sound, and comments with many pictures. */
const LARGEST_PACKET_BYTES = 64 * 1024 ** 2;

/** Puts packets together out of the pages of one stream, given in order. */
export class OggPackets {
  #parts: Uint8Array[] = [];
  #partBytes = 0;
  #isWithin = false;
  #sequence: number | undefined;

  /** Packets that end on the page; `isHole` when pages are missing before it. */
  take(page: OggPage): { packets: Uint8Array[]; isHole: boolean } {
    const isHole = this.#sequence !== undefined && page.sequence !== (this.#sequence + 1) % 2 ** 32;
    this.#sequence = page.sequence;
    if (isHole || !page.isContinued) this.#drop();
    // The rest of a packet whose beginning was not seen is left out.
    let isSkipping = page.isContinued && !this.#isWithin;
    const packets: Uint8Array[] = [];
    let start = 0;
    let end = 0;
    for (const length of page.lacing) {
      end += length;
      if (length === 255) continue;
      if (!isSkipping) packets.push(this.#finish(page.body.subarray(start, end)));
      isSkipping = false;
      start = end;
    }
    const isOpen = page.lacing.at(-1) === 255 && !isSkipping;
    if (isOpen) this.#add(page.body.subarray(start, end));
    this.#isWithin = isOpen;
    return { packets, isHole };
  }

  #finish(lastPart: Uint8Array): Uint8Array {
    const packet = this.#parts.length === 0 ? lastPart : concatBytes([...this.#parts, lastPart]);
    this.#drop();
    return packet;
  }

  #add(part: Uint8Array): void {
    this.#partBytes += part.length;
    if (this.#partBytes > LARGEST_PACKET_BYTES)
      throw new MediaContainerError('too-large', 'A packet of Ogg never ends.');
    this.#parts.push(part);
  }

  #drop(): void {
    this.#parts = [];
    this.#partBytes = 0;
    this.#isWithin = false;
  }
}

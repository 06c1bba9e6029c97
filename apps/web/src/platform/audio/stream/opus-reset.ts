import { concatBytes } from '@jetstream/media-containers/mp3-frames';
import { readMp4Fragment, writeMp4FragmentHead } from '@jetstream/media-containers/run-up';
import type { Takeover, TakeoverSearch } from './takeover.ts';

/** The first byte of packets from here on (RFC 6716, section 3.1) tells of CELT alone; below, of SILK or both. */
const FIRST_OF_CELT = 0x80;
/** Of 20 ms in one channel, by SILK in narrow band, and by CELT, which is silent by its flag (section 4.3). What SILK says is not heard. */
const BY_SILK = Uint8Array.of(0x08, 0, 0, 0, 0);
const BY_CELT = Uint8Array.of(0xf8, 0xff, 0xfe);
const SAMPLES = 960;
const BOX_HEAD_BYTES = 8;

/**
 * Has a decoder of Opus begin anew at the first packet of a track, although it goes on: each of its two layers is reset where the packet
 * before was of the other one alone (RFC 6716, section 4.5.2). The 5 ms in which it fades between them are within the pre-skip.
 */
export class OpusReset implements TakeoverSearch {
  #held: Uint8Array = new Uint8Array();

  push(bytes: Uint8Array): Takeover | undefined {
    this.#held = concatBytes([this.#held, bytes]);
    const first = findFirstByte(this.#held);
    if (first === undefined) return undefined;
    const packet = first >= FIRST_OF_CELT ? BY_SILK : BY_CELT;
    const head = writeMp4FragmentHead([{ startSample: 0, sampleCount: SAMPLES, sizeBytes: packet.length }], 0);
    return { unheard: [concatBytes([head, packet])], heard: this.#held, passedSamples: 0 };
  }
}

/** Of the first packet, once it has come. */
function findFirstByte(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + BOX_HEAD_BYTES <= bytes.length; at += Math.max(BOX_HEAD_BYTES, view.getUint32(at))) {
    const fragment = readMp4Fragment(bytes.subarray(at));
    if (fragment === 'later') return undefined;
    if (fragment) return bytes[at + (fragment.packets[0]?.position ?? 0)];
  }
  return undefined;
}

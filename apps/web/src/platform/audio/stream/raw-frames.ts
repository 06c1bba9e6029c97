const MOOF = 0x6d6f6f66;
const MDAT = 0x6d646174;
const TFDT = 0x74666474;
const BOX_HEAD_BYTES = 8;
const MOST_HEAD_BYTES = 1_000_000;

/** How the browser takes the segments of a MIME type. */
export interface BufferForm {
  mimeType: string;
  /** The packets alone, without their container. */
  isRaw: boolean;
  /** Part of the delay that the browser takes away by itself. */
  ownDelaySamples: number;
}

const MP3_IN_MP4 = 'audio/mp4; codecs="mp3"';
const RAW_MP3 = 'audio/mpeg';
/** Of every MP3 decoder; Chromium counts a bare frame's time from where its content comes out. */
const MP3_DECODER_DELAY = 529;

/** Chromium takes MP3 only as bare frames, others in MP4 like the rest. Undefined when the browser takes neither. */
export function toBufferForm(mimeType: string, isSupported: (type: string) => boolean): BufferForm | undefined {
  if (isSupported(mimeType)) return { mimeType, isRaw: false, ownDelaySamples: 0 };
  const isRaw = mimeType === MP3_IN_MP4 && isSupported(RAW_MP3);
  return isRaw ? { mimeType: RAW_MP3, isRaw, ownDelaySamples: MP3_DECODER_DELAY } : undefined;
}

export interface Frames {
  /** On the decoder's timeline, of the fragment that begins with these bytes. */
  startSample?: number;
  bytes: Uint8Array;
}

/** Takes the packets out of the fragments of an MP4 segment as its bytes come. */
export async function* readRawFrames(segment: AsyncIterable<Uint8Array>): AsyncIterable<Frames> {
  let held = new Uint8Array(0);
  let leftInData = 0;
  let startSample: number | undefined;
  for await (const chunk of segment) {
    held = join(held, chunk);
    for (;;) {
      if (leftInData > 0 && held.length > 0) {
        const bytes = held.subarray(0, leftInData);
        yield startSample === undefined ? { bytes } : { bytes, startSample };
        startSample = undefined;
        leftInData -= bytes.length;
        held = held.subarray(bytes.length);
      }
      const box = leftInData === 0 ? readBox(held) : undefined;
      if (!box) break;
      if (box.type === MOOF) startSample = readStart(held.subarray(0, box.size));
      if (box.type === MDAT) leftInData = box.size - BOX_HEAD_BYTES;
      held = held.subarray(box.type === MDAT ? BOX_HEAD_BYTES : box.size);
    }
  }
}

/** The box at the start, once its head, and of all but the data its whole, is there. */
function readBox(bytes: Uint8Array): { type: number; size: number } | undefined {
  if (bytes.length < BOX_HEAD_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const size = view.getUint32(0);
  const type = view.getUint32(4);
  if (size < BOX_HEAD_BYTES || (type !== MDAT && size > MOST_HEAD_BYTES)) throw new Error('not a segment');
  return type === MDAT || bytes.length >= size ? { type, size } : undefined;
}

/** `tfdt` holds the start in 32 or, in version 1, 64 bits. */
function readStart(moof: Uint8Array): number {
  const view = new DataView(moof.buffer, moof.byteOffset, moof.length);
  for (let at = BOX_HEAD_BYTES; at + 16 <= moof.length; at += 1)
    if (view.getUint32(at) === TFDT)
      return view.getUint8(at + 4) === 1 ? Number(view.getBigUint64(at + 8)) : view.getUint32(at + 8);
  return 0;
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

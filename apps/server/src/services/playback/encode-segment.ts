import { MediaSegmentWriter, runUpSamplesOf, writeMediaSegment, type AudioPacket } from '@jetstream/media-containers';
import type { EncodedSegment, Transcoder } from '#gateways/transcoder.ts';
import { BITRATES_KBPS, fragmentsOf, PACKET_SAMPLES, type EncodingTarget } from '#models/encoding-target.ts';
import { notFound } from '#models/errors.ts';
import { boundsOfSegment } from '#models/playback.ts';
import type { GrowingBytes } from './growing-bytes.ts';
import type { OpenRendition } from './rendition-reader.ts';
import type { TrackSound } from './track-sound-reader.ts';
import { layOutWhole } from './whole-file.ts';

/** A segment in one of its forms: `m4s` and `webm` as segments, `mp3` and `flac` bare frames, `slot` filled up to its place of a whole file. */
export interface SegmentWish {
  sound: TrackSound;
  rendition: OpenRendition;
  index: number;
  form: 'm4s' | 'webm' | 'mp3' | 'flac' | 'slot';
  /** Not the segment, but what a decoder hears before it. */
  isRunUp?: boolean;
  /** Of a slot. */
  sizeBytes?: number;
}

interface EncodeOptions {
  transcoder: Transcoder;
  signal: AbortSignal;
}

/**
 * Encodes a segment into `bytes`, fragment by fragment as they are made. Where fragments end follows from the segment's place alone, so
 * the bytes are always the same. A slot comes whole: only then is it known that it has room. It is one fragment, as libavformat 5 seeks by
 * the file's index and misses what begins in between.
 */
export async function encodeSegment(wish: SegmentWish, bytes: GrowingBytes, options: EncodeOptions): Promise<void> {
  const { rendition, index, form, isRunUp } = wish;
  const { target, setup } = rendition;
  if (!target) throw notFound('rendition');
  if (form === 'slot') bytes.append(await encodeSlot(wish, target, options));
  else {
    // Frames of MP3 and FLAC follow each other without a head.
    const isBare = form === 'mp3' || form === 'flac';
    const framing = isBare ? { ...setup, framing: 'mpeg' as const } : setup;
    const writer = new MediaSegmentWriter(framing, { sequence: index, ...fragmentsOf(target) });
    const expectedBytes = isBare && !isRunUp ? layOutWhole(rendition).layout.lengthOf(index) : undefined;
    const append = openWithin(bytes, expectedBytes ?? Number.POSITIVE_INFINITY);
    await encodeAt(wish, target, { ...options, onPackets: (packets) => append(writer.add(packets)) });
    const sizeBytes = append(writer.finish());
    if (sizeBytes !== (expectedBytes ?? sizeBytes))
      throw new RangeError(`Frames of ${sizeBytes} bytes, where a whole file has room for ${expectedBytes}.`);
  }
  bytes.finish();
}

/** Appends pieces as long as they stay within `most` bytes, and answers how many there have been in all. */
function openWithin(bytes: GrowingBytes, most: number): (piece: Uint8Array) => number {
  let sizeBytes = 0;
  return (piece) => {
    sizeBytes += piece.length;
    if (sizeBytes <= most) bytes.append(piece);
    return sizeBytes;
  };
}

/** Down to the first rate at which a slot holds it: always the same one, so the bytes are the same too. */
async function encodeSlot(wish: SegmentWish, target: EncodingTarget, options: EncodeOptions): Promise<Uint8Array> {
  const { rendition, index, sizeBytes = 0 } = wish;
  const lower = BITRATES_KBPS.filter((bitrateKbps) => bitrateKbps < (target.bitrateKbps ?? 0)).toReversed();
  for (const tried of [target, ...lower.map((bitrateKbps) => ({ ...target, bitrateKbps }))]) {
    const { packets } = await encodeAt(wish, tried, options);
    const segment = writeMediaSegment(rendition.setup, { sequence: index, packets });
    const fitting = fillUp(segment, sizeBytes);
    if (fitting) return fitting;
  }
  throw new Error(`No rate up to ${target.bitrateKbps} kbit/s fits into its place.`);
}

function encodeAt(
  wish: SegmentWish,
  target: EncodingTarget,
  { transcoder, ...options }: EncodeOptions & { onPackets?: (packets: AudioPacket[]) => void },
): Promise<EncodedSegment> {
  const { location, file } = wish.sound;
  return transcoder.encodeSegment({
    input: { location, revision: file.revision },
    target,
    ...boundsOf(wish),
    durationSamples: wish.rendition.durationSamples,
    isVerbatim: wish.form === 'flac',
    ...options,
  });
}

/** The last one has whole packets, up to the end of the sound. A run-up ends where its segment begins. */
export function boundsOf({ rendition, index, isRunUp }: Omit<SegmentWish, 'form'>) {
  const segment = boundsOfSegment(rendition, index);
  if (isRunUp) {
    const endSample = segment.startSample;
    return { startSample: Math.max(0, endSample - runUpSamplesOf(rendition.setup)), endSample };
  }
  const { startSample, endSample } = segment;
  const packet = rendition.target ? PACKET_SAMPLES[rendition.target.codec] : 1;
  return { startSample, endSample: Math.ceil(endSample / packet) * packet };
}

const FREE_HEAD_BYTES = 8;

/** With a `free` box to its size; undefined when it is too large. */
function fillUp(segment: Uint8Array, sizeBytes: number): Uint8Array | undefined {
  const room = sizeBytes - segment.length;
  if (room === 0) return segment;
  if (room < FREE_HEAD_BYTES) return undefined;
  const bytes = new Uint8Array(sizeBytes);
  bytes.set(segment);
  new DataView(bytes.buffer).setUint32(segment.length, room);
  bytes.set([0x66, 0x72, 0x65, 0x65], segment.length + 4);
  return bytes;
}

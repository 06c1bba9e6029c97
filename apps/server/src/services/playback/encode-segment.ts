import {
  concatBytes,
  MediaSegmentWriter,
  runUpSamplesOf,
  writeMediaSegment,
  type AudioPacket,
} from '@jetstream/media-containers';
import type { EncodedSegment, Transcoder } from '#gateways/transcoder.ts';
import { BITRATES_KBPS, fragmentsOf, PACKET_SAMPLES, type EncodingTarget } from '#models/encoding-target.ts';
import { notFound } from '#models/errors.ts';
import { boundsOfSegment } from '#models/playback.ts';
import { FRAGMENTS_IN_SLOT, fragmentPlacesOf, type FragmentPlace } from '#models/whole-layout.ts';
import { fillEvenSlot, writeFree } from './even-slot.ts';
import type { GrowingBytes } from './growing-bytes.ts';
import type { OpenRendition } from './rendition-reader.ts';
import type { TrackSound } from './track-sound-reader.ts';
import { layOutWhole } from './whole-file.ts';

/**
 * A segment in one of its forms: `m4s`, `webm` and `mp3` as segments; or in a place of a whole file, of bare frames in `slot.mp3` and `flac`, filled up
 * in `slot`.
 */
export interface SegmentWish {
  sound: TrackSound;
  rendition: OpenRendition;
  index: number;
  form: 'm4s' | 'webm' | 'mp3' | 'slot.mp3' | 'flac' | 'slot';
  /** Not the segment, but what a decoder hears before it. */
  isRunUp?: boolean;
  /** Of a slot, which its name in the cache tells. */
  sizeBytes?: number;
}

interface EncodeOptions {
  transcoder: Transcoder;
  signal: AbortSignal;
}

interface SlotOptions extends EncodeOptions {
  target: EncodingTarget;
}

interface EncodedStretch {
  startSample: number;
  endSample: number;
  onPackets?: ((packets: AudioPacket[]) => void) | undefined;
}

/**
 * Encodes a segment into `bytes`, fragment by fragment as they are made. Where fragments end follows from the segment's place alone, so
 * the bytes are always the same.
 */
export async function encodeSegment(wish: SegmentWish, bytes: GrowingBytes, options: EncodeOptions): Promise<void> {
  const { rendition, index, form } = wish;
  const { target, setup } = rendition;
  if (!target) throw notFound('rendition');
  if (form === 'slot' && target.codec === 'opus')
    await fillEvenSlot(wish, bytes, (onPackets) =>
      encodeAt(wish, target, { ...options, ...boundsOf(wish), onPackets }),
    );
  else if (form === 'slot') await encodeSlot(wish, bytes, { ...options, target });
  else {
    // Frames of MP3 and FLAC follow each other without a head.
    const isInPlace = form === 'slot.mp3' || form === 'flac';
    const framing = isInPlace ? { ...setup, framing: 'mpeg' as const } : setup;
    const writer = new MediaSegmentWriter(framing, { sequence: index, ...fragmentsOf(target) });
    const expectedBytes = isInPlace ? layOutWhole(rendition).layout.lengthOf(index) : undefined;
    const append = openWithin(bytes, expectedBytes ?? Number.POSITIVE_INFINITY);
    await encodeAt(wish, target, {
      ...options,
      ...boundsOf(wish),
      onPackets: (packets) => append(writer.add(packets)),
    });
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

/**
 * Each fragment goes out when it is known that it has room in its place. One that has none is encoded again by itself, down to the first
 * rate at which its place holds it: always the same one, so the bytes are the same too, and what went out before stays as it is.
 */
async function encodeSlot(wish: SegmentWish, bytes: GrowingBytes, options: SlotOptions): Promise<void> {
  const { target } = options;
  const [first, ...others] = fragmentPlacesOf(wish.rendition, wish.index);
  if (!first) throw notFound('segment');
  const told: AudioPacket[] = [];
  let isFirstSent = false;
  const sendFirst = () => {
    const fitting = isFirstSent ? undefined : fitInto(first, told, wish);
    if (fitting) bytes.append(fitting);
    isFirstSent ||= fitting !== undefined;
  };
  const onPackets = (packets: AudioPacket[]) => {
    told.push(...packets);
    const last = told.at(-1);
    if (last && last.startSample + last.sampleCount >= first.endSample) sendFirst();
  };
  await encodeAt(wish, target, { ...options, ...boundsOf(wish), onPackets });
  for (const place of isFirstSent ? others : [first, ...others])
    bytes.append(fitInto(place, told, wish) ?? (await encodeLower(wish, place, options)));
}

/** The packets that belong into a place, filled up; undefined when they are too many bytes. */
function fitInto(place: FragmentPlace, packets: readonly AudioPacket[], { rendition, index }: SegmentWish) {
  const { startSample, endSample, number, sizeBytes } = place;
  const own = packets.filter((packet) => packet.startSample >= startSample && packet.startSample < endSample);
  const sequence = index * FRAGMENTS_IN_SLOT + number;
  return fillUp(writeMediaSegment(rendition.setup, { sequence, packets: own }), sizeBytes);
}

/** FFmpeg's own AAC passes the lowest offered rate by far where sound breaks in. */
const LAST_RESORTS_KBPS = [8, 16, 24] as const;

async function encodeLower(wish: SegmentWish, place: FragmentPlace, options: SlotOptions): Promise<Uint8Array> {
  const { target } = options;
  const rates = [...LAST_RESORTS_KBPS, ...BITRATES_KBPS];
  const lower = rates.filter((bitrateKbps) => bitrateKbps < (target.bitrateKbps ?? 0)).toReversed();
  for (const bitrateKbps of lower) {
    const { startSample, endSample } = place;
    const { packets } = await encodeAt(wish, { ...target, bitrateKbps }, { ...options, startSample, endSample });
    const fitting = fitInto(place, packets, wish);
    if (fitting) return fitting;
  }
  throw new Error(`No rate up to ${target.bitrateKbps} kbit/s fits into its place.`);
}

function encodeAt(
  { sound, rendition, form }: SegmentWish,
  target: EncodingTarget,
  { transcoder, signal, startSample, endSample, onPackets }: EncodeOptions & EncodedStretch,
): Promise<EncodedSegment> {
  return transcoder.encodeSegment({
    input: { location: sound.location, revision: sound.file.revision },
    target,
    startSample,
    endSample,
    durationSamples: rendition.durationSamples,
    isVerbatim: form === 'flac',
    signal,
    onPackets,
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
  return concatBytes([segment, writeFree(room)]);
}

import { fragmentsOf, PACKET_SAMPLES } from './encoding-target.ts';
import { boundsOfSegment, countSegments, heardBetween, type Rendition } from './playback.ts';

/** A part of a whole file: what comes before all sound, or the place of one segment. */
export type WholePart = { kind: 'head'; start: number; length: number } | SegmentPart;

export interface SegmentPart {
  kind: 'segment';
  index: number;
  start: number;
  length: number;
}

/** Where everything is in a whole encoded file, before any of it is encoded. */
export interface WholeLayout {
  headBytes: number;
  sizeBytes: number;
  /** The bytes of a segment's place. */
  lengthOf(index: number): number;
  /** The parts that bytes [start, end) touch, in order. */
  partsIn(start: number, end: number): WholePart[];
}

/**
 * Encoded at once for a whole file: who seeks into the middle waits for what comes before it there, of AAC for all of it; but each place costs a
 * run-up. Of FLAC nothing is encoded.
 */
const PLACE_SECONDS = { mp3: 0.5, aac: 0.5, opus: 1 } as const;
/** An index counts its entries in 16 bits (ISO 14496-12, section 8.16.3), and has to come before any sound: longer recordings get longer places. */
const MOST_PLACES = 32_000;

/** The rendition in the places of its whole file instead of its segments, whose names its parts have all the same. */
export function inPlaces<R extends Rendition>(rendition: R): R {
  const { codec, sampleRateHz } = rendition;
  if (codec !== 'mp3' && codec !== 'aac' && codec !== 'opus') return rendition;
  const packet = PACKET_SAMPLES[codec];
  // MP3 has no index.
  const leastSamples = codec === 'mp3' ? 0 : rendition.durationSamples / MOST_PLACES;
  const samples = Math.max(PLACE_SECONDS[codec] * sampleRateHz, leastSamples);
  const segmentSamples = Math.round(samples / packet) * packet;
  return { ...rendition, segmentSamples, segmentCount: countSegments({ ...rendition, segmentSamples }) };
}

/**
 * MP3 of a constant rate: at 48 and 32 kHz frames have no padding, so all are of one size (ISO 11172-3, section 2.4.3.1), and encoded without a
 * reservoir each stands alone.
 */
export function layOutMp3(
  rendition: Rendition,
  headBytes: number,
): WholeLayout & { frameBytes: number; frameCount: number } {
  const { bitrateKbps, sampleRateHz, delaySamples, durationSamples, segmentSamples, segmentCount } = rendition;
  const frameBytes = (144_000 * bitrateKbps) / sampleRateHz;
  const frameCount = Math.ceil((delaySamples + durationSamples) / PACKET_SAMPLES.mp3);
  const segmentFrames = segmentSamples / PACKET_SAMPLES.mp3;
  const lastBytes = (frameCount - (segmentCount - 1) * segmentFrames) * frameBytes;
  const layout = layOutSegments({ headBytes, segmentCount, slotBytes: segmentFrames * frameBytes, lastBytes });
  return { ...layout, frameBytes, frameCount };
}

/** FLAC of frames that hold samples as they are: `offsetOf` tells how many bytes come before each frame, from the first one on. */
export function layOutFlac(
  rendition: Rendition,
  headBytes: number,
  frames: { frameCount: number; offsetOf(index: number): number },
): WholeLayout {
  const segmentFrames = rendition.segmentSamples / PACKET_SAMPLES.flac;
  const { segmentCount } = rendition;
  const frameOf = (index: number) => (index === segmentCount ? frames.frameCount : index * segmentFrames);
  return layOutPlaces({ headBytes, segmentCount, offsetOf: (index) => frames.offsetOf(frameOf(index)) });
}

/** Room for the boxes of a fragment with a `free` box behind it, and for each packet's entry in them. */
const FRAGMENT_OVERHEAD_BYTES = 144;
const PACKET_OVERHEAD_BYTES = 8;
/**
 * How far AAC may be above its rate before it is encoded again at a lower one: FFmpeg's own is by up to 1.05, but in rare stretches at the highest
 * rates.
 */
const AAC_RATE_MARGIN = 1.05;
/** What an encoder of AAC at a constant rate may have saved up before, for each channel (ISO 14496-3, section 4.5.3.2: 6144 bits). */
const AAC_RESERVOIR_BYTES = 768;

/** A fragment in a whole file of MP4, and the packets in it by the decoder's timeline. */
export interface FragmentPlace {
  /** In its place. */
  number: number;
  startSample: number;
  endSample: number;
  sizeBytes: number;
}

/**
 * Fragmented MP4 whose fragments lie in places of known sizes, each filled up by a `free` box (ISO 14496-12, section 8.1.2). AAC that does not fit is
 * encoded again at the next lower rate.
 */
export function layOutMp4(rendition: Rendition, headBytes: number): WholeLayout {
  const { segmentCount } = rendition;
  const bytesOf = (index: number) =>
    fragmentPlacesOf(rendition, index).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const [first, usual, last] = [bytesOf(0), bytesOf(1), bytesOf(segmentCount - 1)];
  const offsetOf = (index: number) => {
    if (index < 2) return index * first;
    return index === segmentCount ? first + (index - 2) * usual + last : first + (index - 1) * usual;
  };
  return layOutPlaces({ headBytes, segmentCount, offsetOf });
}

/** At most. */
export const FRAGMENTS_IN_SLOT = 2;

/** Of a place. AAC begins with a short one, which goes out as soon as it is encoded; Opus goes out while it is. */
export function fragmentPlacesOf(rendition: Rendition, index: number): FragmentPlace[] {
  const packet = packetSamplesOf(rendition);
  const { startSample, endSample: exactEnd } = boundsOfSegment(rendition, index);
  const endSample = Math.ceil(exactEnd / packet) * packet;
  const { firstFragmentSamples } = fragmentsOf({ ...rendition, codec: codecOf(rendition) });
  const isShort = index === 0 && codecOf(rendition) === 'aac';
  const middle = isShort ? Math.min(startSample + firstFragmentSamples, endSample) : startSample;
  return [
    { startSample, endSample: middle },
    { startSample: middle, endSample },
  ]
    .filter((bounds) => bounds.endSample > bounds.startSample)
    .map((bounds, number) => ({
      ...bounds,
      number,
      sizeBytes: placeBytesOf(rendition, bounds.endSample - bounds.startSample),
    }));
}

const codecOf = ({ codec }: Rendition) => (codec === 'opus' ? 'opus' : 'aac');
const packetSamplesOf = (rendition: Rendition): number => PACKET_SAMPLES[codecOf(rendition)];

/** Of Opus at a constant rate: all are of one size. */
export const opusPacketBytesOf = ({ bitrateKbps, sampleRateHz }: Pick<Rendition, 'bitrateKbps' | 'sampleRateHz'>) =>
  (bitrateKbps * 125 * PACKET_SAMPLES.opus) / sampleRateHz;

function placeBytesOf(rendition: Rendition, samples: number): number {
  const packets = samples / packetSamplesOf(rendition);
  const soundBytes =
    codecOf(rendition) === 'opus' ? packets * opusPacketBytesOf(rendition) : mostAacBytesOf(rendition, samples);
  return Math.ceil(soundBytes + FRAGMENT_OVERHEAD_BYTES + packets * PACKET_OVERHEAD_BYTES);
}

const mostAacBytesOf = ({ bitrateKbps, sampleRateHz, channels }: Rendition, samples: number): number =>
  (samples / sampleRateHz) * bitrateKbps * 125 * AAC_RATE_MARGIN + channels * AAC_RESERVOIR_BYTES;

function layOutSegments(places: {
  headBytes: number;
  segmentCount: number;
  slotBytes: number;
  lastBytes: number;
}): WholeLayout {
  const { headBytes, segmentCount, slotBytes, lastBytes } = places;
  const offsetOf = (index: number) => index * slotBytes + (index === segmentCount ? lastBytes - slotBytes : 0);
  return layOutPlaces({ headBytes, segmentCount, offsetOf });
}

/** `offsetOf`: bytes of sound before a segment; at `segmentCount`, of all. */
function layOutPlaces(places: {
  headBytes: number;
  segmentCount: number;
  offsetOf(index: number): number;
}): WholeLayout {
  const { headBytes, segmentCount, offsetOf } = places;
  const startOf = (index: number) => headBytes + offsetOf(index);
  const lengthOf = (index: number) => offsetOf(index + 1) - offsetOf(index);
  return {
    headBytes,
    sizeBytes: startOf(segmentCount),
    lengthOf,
    partsIn(start, end) {
      const parts: WholePart[] = start < headBytes && end > 0 ? [{ kind: 'head', start: 0, length: headBytes }] : [];
      for (let index = findLast(segmentCount, (at) => startOf(at) <= start); index < segmentCount; index++) {
        if (startOf(index) >= end) break;
        parts.push({ kind: 'segment', index, start: startOf(index), length: lengthOf(index) });
      }
      return parts;
    },
  };
}

/** The last index for which it holds, of which it holds up to some; 0 when it holds for none. */
function findLast(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const SIDX_HEAD_BYTES = 32;
const SIDX_ENTRY_BYTES = 12;
export const sidxBytesOf = (rendition: Rendition): number =>
  SIDX_HEAD_BYTES + (rendition.segmentCount - 1 + fragmentPlacesOf(rendition, 0).length) * SIDX_ENTRY_BYTES;

const listFragmentPlaces = (rendition: Rendition): FragmentPlace[] =>
  Array.from({ length: rendition.segmentCount }, (_, index) => fragmentPlacesOf(rendition, index)).flat();

/**
 * The index of a fragmented file whose fragments follow it (ISO 14496-12, section 8.16.3), in the time that is heard: the
 * first is shorter by the encoder's delay. Each has an entry, as libavformat 5 seeks by them and misses what begins in between.
 */
export function writeSidx(rendition: Rendition): Uint8Array {
  const places = listFragmentPlaces(rendition);
  const bytes = new Uint8Array(SIDX_HEAD_BYTES + places.length * SIDX_ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length);
  bytes.set([0x73, 0x69, 0x64, 0x78], 4);
  view.setUint32(12, 1);
  view.setUint32(16, rendition.sampleRateHz);
  view.setUint16(30, places.length);
  for (const [index, { startSample, endSample, sizeBytes }] of places.entries()) {
    const at = SIDX_HEAD_BYTES + index * SIDX_ENTRY_BYTES;
    view.setUint32(at, sizeBytes);
    view.setUint32(at + 4, heardBetween(rendition, startSample, endSample));
    // Starts with SAP of type 1: every packet of sound can be decoded from.
    view.setUint32(at + 8, 0x9000_0000);
  }
  return bytes;
}

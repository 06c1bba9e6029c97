import type { SoundIndex } from '#gateways/sound-index-store.ts';
import type { PlacedBlock } from './block-placing.ts';
import type { SoundProof } from './build-sound-index.ts';
import { decodeBlocks, skipQuiet, type DecodedBlock } from './decode-blocks.ts';
import { seekMedia, seekToByte, type OpenMedia } from './open-media.ts';
import type { SoundShape } from './resampler.ts';
import { findPlaces, isPacketAt, type SoundPlace } from './sound-index.ts';

/** A file that is opened anew when a demuxer has lost its way. */
export interface ReopenedMedia {
  shape: SoundShape;
  current(): OpenMedia;
  reopen(): OpenMedia;
}

/** Demuxers that find the next packet from any byte on, but read the whole file up to a label. */
const BYTE_SEEKING = new Set(['ac3', 'eac3', 'dts', 'dtshd', 'mlp', 'truehd', 'dsf', 'iff']);

/**
 * Sound by places that were found before: from a fixed one before `startSample`, so that decoders that make up noise make up the same
 * whatever was read before.
 */
export function* readIndexed(
  source: ReopenedMedia,
  index: SoundIndex,
  startSample: number,
): Generator<PlacedBlock | undefined> {
  const places = findPlaces(index, startSample);
  if (places === undefined) {
    const all = decodeBlocks(source.reopen(), { shape: source.shape });
    return yield* cutFrom({ rest: all, sample: 0, startSample });
  }
  const byPosition = BYTE_SEEKING.has(source.current().format.iformat?.name ?? '');
  const media = source.current();
  const begin = (opened: OpenMedia, isByPosition: boolean) =>
    decodeBlocks(opened, {
      isFirst: (packet) => isPacketAt(packet, places.runUp, isByPosition),
      isHeard: (packet) => isPacketAt(packet, places.start, isByPosition),
      shape: source.shape,
    });
  let rest = seekTo(media, places.runUp, byPosition) ? begin(media, byPosition) : undefined;
  let first = rest && skipQuiet(rest);
  if (first === undefined) {
    // The demuxer did not go there, or went too far: packets are read up to there, which takes no decoding.
    rest = begin(source.reopen(), false);
    first = skipQuiet(rest);
  }
  if (first && rest) yield* cutFrom({ first, rest, sample: places.start.sample, startSample });
}

/** Whether decoding from the middle gives what decoding from the start gave: not every decoder can begin anywhere. */
export function isProven(source: ReopenedMedia, index: SoundIndex, { sample, samples }: SoundProof): boolean {
  const blocks = readIndexed(source, index, sample);
  for (let step = blocks.next(); step.done !== true; step = blocks.next()) {
    if (step.value === undefined) continue;
    blocks.return(undefined);
    return step.value.startSample === sample && isAlike(step.value.samples, samples);
  }
  return false;
}

/** Of packets with one label, in milliseconds, the first may be the last of a cluster, and a demuxer goes to the start of the next. */
const seekTo = (media: OpenMedia, { label, position }: SoundPlace, byPosition: boolean): boolean =>
  byPosition ? seekToByte(media, position) : seekMedia(media, BigInt(Math.max(0, label - 1)));

interface Row {
  first?: DecodedBlock;
  rest: Generator<DecodedBlock | undefined>;
  /** Where the first block begins. */
  sample: number;
  startSample: number;
}

/** Blocks in a row, without what lies before `startSample`. */
function* cutFrom({ first, rest, sample, startSample }: Row): Generator<PlacedBlock | undefined> {
  let next = sample;
  const cut = ({ samples, shape: { channels } }: DecodedBlock): PlacedBlock | undefined => {
    const begin = next;
    next += samples.length / channels;
    const start = Math.max(begin, startSample);
    if (next <= start) return undefined;
    return { startSample: start, samples: samples.subarray((start - begin) * channels), isFilling: false };
  };
  try {
    if (first) yield cut(first);
    for (const block of rest) yield block && cut(block);
  } finally {
    rest.return(undefined);
  }
}

/** Decoders that make up noise make up another one: it is far below the sound. */
const MOST_DIFFERENCE = 0.05;

export function isAlike(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  let [power, difference] = [0, 0];
  for (let at = 0; at < a.length; at++) {
    power += (b[at] ?? 0) ** 2;
    difference += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  }
  return difference <= MOST_DIFFERENCE * power + Number.EPSILON * a.length;
}

import { Frame, Packet } from 'node-av/lib';
import type { SoundIndex } from '#gateways/sound-index-store.ts';
import type { PlacedBlock } from './block-placing.ts';
import { isAlike, readIndexed, type ReopenedMedia } from './indexed-sound.ts';
import { openDecoder, readPacket } from './open-media.ts';
import { findPacketWeight, type PacketWeight } from './packet-weight.ts';
import { placeAt, placeCountOf, SoundIndexWriter } from './sound-index.ts';

/** Decoded at the start, to see how many samples come of a packet; the first few may differ, as decoders begin. */
const HEAD_PACKETS = 24;
const BEGINNING_PACKETS = 8;
/** Weights are whole or quarters of samples: more is no rounding. */
const ROUNDING_SAMPLES = 0.01;
const PACKETS_PER_BREATH = 512;
/** Of the places. */
const PROVEN_AT = [0.4, 0.8] as const;
const FEWEST_PLACES = 6;

/** How samples follow from weights: as many came before a packet as `offset` and its share of the weight before it. */
interface Scale {
  samplesPerWeight: number;
  offset: number;
}

/** What a decoder gave before it was sent a packet. */
interface HeadPacket {
  samples: number;
  weight: number;
}

/**
 * Notes the places of a sound from the lengths of its packets, a tenth of the work of decoding all: decoded are the head, two stretches
 * in the middle and the end. Undefined when packets do not tell their length, or when what is decoded contradicts them.
 */
export function* countPackets(source: ReopenedMedia): Generator<undefined, SoundIndex | undefined> {
  const media = source.reopen();
  const weighHead = findPacketWeight(media);
  const head = weighHead && decodeHead(source, weighHead);
  const scale = head && measureScale(head);
  const weigh = scale && findPacketWeight(source.reopen());
  if (!head || !scale || !weigh) return undefined;
  const index = yield* walk(source, { head, scale, weigh });
  const count = placeCountOf(index);
  if (count < FEWEST_PLACES) return undefined;
  for (const share of PROVEN_AT) {
    if (!(yield* isRightAt(source, index, Math.floor(share * (count - 2))))) return undefined;
  }
  const last = placeAt(index, count - 1).sample;
  const rest = yield* gather(readIndexed(source, index, last), Infinity);
  return rest.length === 0 ? undefined : { ...index, durationSamples: last + rest.length / source.shape.channels };
}

/** Undefined when the sound changes its shape, or is too short to be counted. */
function decodeHead({ current, shape }: ReopenedMedia, weigh: PacketWeight): HeadPacket[] | undefined {
  const media = current();
  const decoder = openDecoder(media);
  const packet = new Packet();
  packet.alloc();
  const frame = new Frame();
  frame.alloc();
  const head: HeadPacket[] = [];
  let [samples, weight] = [0, 0];
  try {
    while (head.length < HEAD_PACKETS && readPacket(media, packet)) {
      head.push({ samples, weight });
      weight += weigh(packet);
      decoder.sendPacketSync(packet);
      while (decoder.receiveFrameSync(frame) >= 0) {
        if (frame.sampleRate !== shape.sampleRateHz || frame.channels !== shape.channels) return undefined;
        samples += frame.nbSamples;
        frame.unref();
      }
    }
    return head.length < HEAD_PACKETS ? undefined : head;
  } finally {
    frame.free();
    packet.free();
    decoder.freeContext();
  }
}

function measureScale(head: readonly HeadPacket[]): Scale | undefined {
  const steady = head.slice(BEGINNING_PACKETS);
  const [from, to] = [steady[0], steady.at(-1)];
  if (!from || !to) return undefined;
  const samplesPerWeight = (to.samples - from.samples) / (to.weight - from.weight);
  const offset = from.samples - from.weight * samplesPerWeight;
  const isSteady = steady.every(
    ({ samples, weight }) => Math.abs(offset + weight * samplesPerWeight - samples) < ROUNDING_SAMPLES,
  );
  return isSteady && samplesPerWeight > 0 ? { samplesPerWeight, offset } : undefined;
}

interface Walk {
  head: readonly HeadPacket[];
  scale: Scale;
  weigh: PacketWeight;
}

function* walk({ current, shape }: ReopenedMedia, { head, scale, weigh }: Walk): Generator<undefined, SoundIndex> {
  const media = current();
  const writer = new SoundIndexWriter(media.codecName, shape.sampleRateHz);
  const packet = new Packet();
  packet.alloc();
  let [packets, weight] = [0, 0];
  const toSample = () => Math.round(scale.offset + weight * scale.samplesPerWeight);
  try {
    while (readPacket(media, packet)) {
      writer.add(packet, head[packets]?.samples ?? toSample());
      weight += weigh(packet);
      if (++packets % PACKETS_PER_BREATH === 0) yield undefined;
    }
    return writer.finish(toSample());
  } finally {
    packet.free();
  }
}

/** Whether what is heard from a place on goes on, at the next place, as what is heard from there. */
function* isRightAt(source: ReopenedMedia, index: SoundIndex, number: number): Generator<undefined, boolean> {
  const [sample, next] = [placeAt(index, number).sample, placeAt(index, number + 1).sample];
  const wanted = yield* gather(readIndexed(source, index, next), 1);
  const between = (next - sample) * source.shape.channels;
  const heard = yield* gather(readIndexed(source, index, sample), between + wanted.length);
  return wanted.length > 0 && isAlike(heard.subarray(between, between + wanted.length), wanted);
}

/** At least so many samples of all channels, as far as there are. */
function* gather(blocks: Generator<PlacedBlock | undefined>, length: number): Generator<undefined, Float32Array> {
  const parts: Float32Array[] = [];
  let gathered = 0;
  for (const block of blocks) {
    if (block) parts.push(block.samples);
    gathered += block?.samples.length ?? 0;
    if (gathered >= length) break;
    yield undefined;
  }
  const whole = new Float32Array(gathered);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

import { concatBytes } from '@jetstream/media-containers';
import { Frame, Packet } from 'node-av/lib';
import type { SoundIndex } from '#gateways/sound-index-store.ts';
import type { PlacedBlock } from './block-placing.ts';
import { isAlike, readIndexed, type ReopenedMedia } from './indexed-sound.ts';
import { ForwardReader } from './forward-reader.ts';
import { findPacketLister } from './list-packets.ts';
import { openDecoder, readPacket } from './open-media.ts';
import { DemuxedMark, listDemuxed, type PacketList, type PacketMark } from './packet-mark.ts';
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

/** A packet, and what a decoder gave before it was sent that. */
interface HeadPacket {
  mark: PacketMark;
  samples: number;
  weight: number;
}

type Head = readonly [HeadPacket, HeadPacket, ...HeadPacket[]];

/** What decoding the head has shown. */
interface Known {
  head: Head;
  scale: Scale;
}

/**
 * Notes the places of a sound from the lengths of its packets, a tenth of the work of decoding all: decoded are the head, two stretches
 * in the middle and the end. Packets are found by the demuxer where reading the file alone does not tell them. Undefined when packets do
 * not tell their length, or when what is decoded contradicts them.
 */
export function* countPackets(source: ReopenedMedia): Generator<undefined, SoundIndex | undefined> {
  const weigh = findPacketWeight(source.reopen());
  const head = weigh && decodeHead(source, weigh);
  const scale = head && measureScale(head);
  if (!head || !scale) return undefined;
  const known = { head, scale };
  return (yield* countListed(source, known)) ?? (yield* count(source, listDemuxed(source.reopen()), known));
}

function* countListed(source: ReopenedMedia, known: Known): Generator<undefined, SoundIndex | undefined> {
  const list = findPacketLister(source.current());
  if (!list) return undefined;
  const [{ mark: first }, { mark: second }] = known.head;
  const file = new ForwardReader(source.current().url);
  try {
    return yield* count(source, list(file, [first, second]), known);
  } finally {
    file.close();
  }
}

function* count(
  source: ReopenedMedia,
  packets: PacketList,
  known: Known,
): Generator<undefined, SoundIndex | undefined> {
  const weigh = findPacketWeight(source.current());
  const index = weigh && (yield* walk(source, packets, { ...known, weigh }));
  return index && (yield* prove(source, index));
}

/** With the length that decoding the end finds; undefined when what is heard somewhere is not what it says. */
function* prove(source: ReopenedMedia, index: SoundIndex): Generator<undefined, SoundIndex | undefined> {
  const places = placeCountOf(index);
  if (places < FEWEST_PLACES) return undefined;
  for (const share of PROVEN_AT) {
    if (!(yield* isRightAt(source, index, Math.floor(share * (places - 2))))) return undefined;
  }
  const last = placeAt(index, places - 1).sample;
  const rest = yield* gather(readIndexed(source, index, last), Infinity);
  return rest.length === 0 ? undefined : { ...index, durationSamples: last + rest.length / source.shape.channels };
}

/** Undefined when the sound changes its shape, or is too short to be counted. */
function decodeHead({ current, shape }: ReopenedMedia, weigh: PacketWeight): Head | undefined {
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
      const { label, position, size } = new DemuxedMark(packet);
      head.push({ mark: { label, position, size, data: null }, samples, weight });
      weight += weigh(packet);
      decoder.sendPacketSync(packet);
      while (decoder.receiveFrameSync(frame) >= 0) {
        if (frame.sampleRate !== shape.sampleRateHz || frame.channels !== shape.channels) return undefined;
        samples += frame.nbSamples;
        frame.unref();
      }
    }
    const [first, second, ...rest] = head;
    return first && second && head.length === HEAD_PACKETS ? [first, second, ...rest] : undefined;
  } finally {
    frame.free();
    packet.free();
    decoder.freeContext();
  }
}

function measureScale(head: Head): Scale | undefined {
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

interface Walk extends Known {
  weigh: PacketWeight;
}

/** Undefined when they are not the packets of the head, or not all. */
function* walk(
  { current, shape }: ReopenedMedia,
  packets: PacketList,
  { head, scale, weigh }: Walk,
): Generator<undefined, SoundIndex | undefined> {
  const writer = new SoundIndexWriter(current().codecName, shape.sampleRateHz);
  let [passed, weight] = [0, 0];
  const toSample = () => Math.round(scale.offset + weight * scale.samplesPerWeight);
  try {
    for (let step = packets.next(); ; step = packets.next()) {
      if (step.done === true) return step.value ? writer.finish(toSample()) : undefined;
      const known = head[passed];
      if (known && !isSame(step.value, weight, known)) return undefined;
      writer.add(step.value, known?.samples ?? toSample());
      weight += weigh(step.value);
      if (++passed % PACKETS_PER_BREATH === 0) yield undefined;
    }
  } finally {
    packets.return(false);
  }
}

function isSame({ label, position }: PacketMark, weight: number, { mark, weight: knownWeight }: HeadPacket): boolean {
  const isLabelled = Number.isNaN(label) || label === mark.label;
  return isLabelled && position === mark.position && weight === knownWeight;
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
  const parts: Uint8Array[] = [];
  let gathered = 0;
  for (const block of blocks) {
    if (block) parts.push(toBytes(block.samples));
    gathered += block?.samples.length ?? 0;
    if (gathered >= length) break;
    yield undefined;
  }
  return new Float32Array(concatBytes(parts).buffer);
}

const toBytes = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength);

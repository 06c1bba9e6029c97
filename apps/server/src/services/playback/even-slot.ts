import { concatBytes, writeMediaSegment, type AudioPacket } from '@jetstream/media-containers';
import { PACKET_SAMPLES } from '#models/encoding-target.ts';
import { notFound } from '#models/errors.ts';
import { FRAGMENTS_IN_SLOT, fragmentPlacesOf, opusPacketBytesOf } from '#models/whole-layout.ts';
import type { GrowingBytes } from './growing-bytes.ts';
import type { OpenRendition } from './rendition-reader.ts';

/** In which place of which file. */
interface EvenSlot {
  rendition: OpenRendition;
  index: number;
}

/**
 * As all packets of Opus are of one size, what comes before them in their fragment is known, and they go out as they are encoded.
 * @throws RangeError when they are not
 */
export async function fillEvenSlot(
  slot: EvenSlot,
  bytes: GrowingBytes,
  encode: (onPackets: (packets: AudioPacket[]) => void) => Promise<unknown>,
): Promise<void> {
  const { head, count, packetBytes, sizeBytes } = planSlot(slot);
  let before = [head];
  let told = 0;
  let isEven = true;
  await encode((packets) => {
    told += packets.length;
    // What comes after a packet of another size would not be where it is looked for.
    isEven &&= told <= count && packets.every(({ data }) => data.length === packetBytes);
    if (!isEven) return;
    bytes.append(concatBytes([...before, ...packets.map(({ data }) => data)]));
    before = [];
  });
  if (!isEven || told !== count)
    throw new RangeError(`${told} packets of ${packetBytes} bytes, where a whole file has room for ${count}.`);
  bytes.append(writeFree(sizeBytes - head.length - count * packetBytes));
}

function planSlot({ rendition, index }: EvenSlot) {
  const [place] = fragmentPlacesOf(rendition, index);
  if (!place) throw notFound('segment');
  const sampleCount = PACKET_SAMPLES.opus;
  const packetBytes = opusPacketBytesOf(rendition);
  const count = (place.endSample - place.startSample) / sampleCount;
  const packets = Array.from({ length: count }, (_, at) => {
    const startSample = place.startSample + at * sampleCount;
    return { data: new Uint8Array(packetBytes), startSample, sampleCount };
  });
  const blank = writeMediaSegment(rendition.setup, { sequence: index * FRAGMENTS_IN_SLOT, packets });
  const head = blank.subarray(0, blank.length - count * packetBytes);
  return { head, count, packetBytes, sizeBytes: place.sizeBytes };
}

/** A box that players pass over (ISO 14496-12, section 8.1.2), of at least 8 bytes. */
export function writeFree(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  new DataView(bytes.buffer).setUint32(0, sizeBytes);
  bytes.set([0x66, 0x72, 0x65, 0x65], 4);
  return bytes;
}

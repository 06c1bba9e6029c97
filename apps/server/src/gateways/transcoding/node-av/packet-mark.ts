import { Packet } from 'node-av/lib';
import { readPacket, type OpenMedia } from './open-media.ts';
import { labelOf } from './sound-index.ts';

/** Where a packet lies, and what tells how long it is. Good until the next one is asked for. */
export interface PacketMark {
  /** As of a `SoundPlace`; NaN of one that only follows from those before it, which is no place to begin at. */
  label: number;
  position: number;
  size: number;
  /** Its first bytes at least. */
  readonly data: Uint8Array | null;
}

/** All packets of a file in order. It returns whether they were found to the end, or to where only a demuxer knows how to go on. */
export type PacketList = Generator<Readonly<PacketMark>, boolean>;

/** The first packets, as the demuxer gives them. */
export type FirstPackets = readonly [PacketMark, PacketMark];

/** Looks at a packet of FFmpeg only where it is asked to: that is slow. */
export class DemuxedMark implements Readonly<PacketMark> {
  readonly #packet: Packet;

  constructor(packet: Packet) {
    this.#packet = packet;
  }

  get label(): number {
    return labelOf(this.#packet);
  }

  get position(): number {
    return Number(this.#packet.pos);
  }

  get size(): number {
    return this.#packet.size;
  }

  get data(): Uint8Array | null {
    return this.#packet.data;
  }
}

/** Every packet by the demuxer, from the start of a file that was just opened. */
export function* listDemuxed(media: OpenMedia): PacketList {
  const packet = new Packet();
  packet.alloc();
  const mark = new DemuxedMark(packet);
  try {
    while (readPacket(media, packet)) yield mark;
    return true;
  } finally {
    packet.free();
  }
}

import { searchPositions } from '../bytes/search-positions.ts';
import type { AudioPacket } from '../packet-stream.ts';
import type { OggCodec } from './ogg-codec.ts';
import type { OggPage } from './ogg-page.ts';
import { OggPackets } from './ogg-packets.ts';
import type { OggPages } from './ogg-pages.ts';
import { placePackets } from './ogg-timeline.ts';

export interface OggReaderInput {
  codec: OggCodec;
  pages: OggPages;
  /** Reads smaller pieces, for looking here and there. */
  probes: OggPages;
  serial: number;
  /** Where the pages of sound begin. */
  soundPosition: number;
  lastPage: OggPage;
}

/**
 * How far before a sample reading begins: twice the longest block of Vorbis, so that every packet behind the sample has a
 * predecessor that was read.
 */
const LEAD_SAMPLES = 16_384;

/** Finds the packets of a range by the granules of pages. */
export class OggReader {
  readonly #input: OggReaderInput;
  /** Granule position of the decoder's first sample: 0, except in streams cut out of others, or cut at their start. */
  #origin = 0;

  constructor(input: OggReaderInput) {
    this.#input = input;
  }

  /** Granule positions of the decoder's first sample and of the end of its output. */
  async findBounds(): Promise<{ origin: number; end: number }> {
    const { soundPosition, lastPage } = this.#input;
    let origin: number | undefined;
    await this.#walk(soundPosition, undefined, (packets) => {
      origin = packets[0]?.startSample;
      return origin === undefined;
    });
    this.#origin = origin ?? 0;
    let end = this.#origin;
    const lead = (lastPage.granule ?? 0) - LEAD_SAMPLES;
    await this.#walk(await this.#findEntry(lead), this.#origin, (packets) => {
      const last = packets.at(-1);
      if (last) end = last.startSample + last.sampleCount;
      return true;
    });
    return { origin: this.#origin, end };
  }

  async readPackets(fromSample: number, toSample: number): Promise<AudioPacket[]> {
    const [from, to] = [fromSample + this.#origin, toSample + this.#origin];
    const inRange: AudioPacket[] = [];
    if (to <= from || toSample <= 0) return inRange;
    const entry = await this.#findEntry(from - LEAD_SAMPLES);
    await this.#walk(entry, this.#origin, (packets) => {
      for (const packet of packets) {
        if (packet.startSample >= from && packet.startSample < to) {
          inRange.push({ ...packet, startSample: packet.startSample - this.#origin });
        }
      }
      return (packets.at(-1)?.startSample ?? from) < to;
    });
    return inRange;
  }

  /** A page whose packets end at or before the granule; the first page of sound when there is none. */
  async #findEntry(granule: number): Promise<number> {
    const { probes, serial, soundPosition, lastPage } = this.#input;
    const probe = async (position: number, limit: number) => {
      const page = await probes.find(
        position,
        limit,
        (other) => other.serial === serial && other.granule !== undefined,
      );
      return page && { sample: page.granule ?? 0, position: page.position };
    };
    const low = { sample: this.#origin, position: soundPosition };
    const high = { sample: lastPage.granule ?? 0, position: lastPage.position };
    if (granule <= this.#origin) return soundPosition;
    return (await searchPositions({ low, high, sample: granule, probe })).position;
  }

  /**
   * Visits the packets that end on each page, from a page on, for as long as `visit` wants more. Packets of the page that it begins
   * with are only visited at the start of the stream: elsewhere they only tell what the next ones follow.
   */
  async #walk(
    position: number,
    origin: number | undefined,
    visit: (packets: readonly AudioPacket[]) => boolean,
  ): Promise<void> {
    const { codec, pages, serial, soundPosition, lastPage } = this.#input;
    const assembler = new OggPackets();
    let isKnown = position === soundPosition;
    let previousGranule = origin;
    let previousBlock: number | undefined;
    let waiting: Uint8Array[] = [];
    const isOurs = (page: OggPage) => page.serial === serial;
    for (
      let page = await pages.find(position, lastPage.endPosition, isOurs);
      page;
      page = await pages.find(page.endPosition, lastPage.endPosition, isOurs)
    ) {
      const { packets, isHole } = assembler.take(page);
      waiting.push(...packets);
      const { granule } = page;
      if (granule === undefined) continue;
      if (isHole) previousBlock = undefined;
      if (previousGranule !== undefined && isKnown && granule < previousGranule) return;
      const isLast = page.position === lastPage.position;
      const placed = placePackets(codec, { packets: waiting, granule, previousGranule, previousBlock, isLast });
      waiting = [];
      if (isKnown && !visit(placed.packets)) return;
      isKnown = true;
      previousGranule = granule;
      previousBlock = placed.lastBlock;
    }
  }
}

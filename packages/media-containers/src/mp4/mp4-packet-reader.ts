import type { WindowedSource } from '../bytes/windowed-source.ts';
import { MediaContainerError } from '../media-container-error.ts';
import type { AudioPacket } from '../packet-stream.ts';
import type { Mp4Codec } from './read-sample-entry.ts';
import type { SamplePlace, SampleTable } from './sample-table.ts';

const LARGEST_PACKET_BYTES = 16 * 1024 ** 2;

export interface Mp4PacketReaderInput {
  source: WindowedSource;
  table: SampleTable;
  codec: Mp4Codec;
  timescale: number;
}

/** Packets of a track by the decoder's timeline. */
export class Mp4PacketReader {
  readonly codec: Mp4Codec;
  readonly table: SampleTable;
  readonly #source: WindowedSource;
  /** Samples in a unit of the timescale. */
  readonly #scale: number;

  constructor({ source, table, codec, timescale }: Mp4PacketReaderInput) {
    this.#source = source;
    this.table = table;
    this.codec = codec;
    this.#scale = codec.setup.sampleRateHz / timescale;
  }

  async readPackets(fromSample: number, toSample: number): Promise<AudioPacket[]> {
    const packets: AudioPacket[] = [];
    let bytes = 0;
    for (const place of this.table.list(this.#indexAtOrAfter(fromSample), this.#indexAtOrAfter(toSample))) {
      bytes += place.size;
      if (bytes > this.#source.sizeBytes) throw new MediaContainerError('damaged', 'Packets lie over each other.');
      packets.push(await this.#read(place));
    }
    return packets;
  }

  /** Where the decoder's output ends. */
  async findEnd(): Promise<number> {
    const { frameSamples } = this.codec;
    if (frameSamples !== undefined) return this.table.count * frameSamples;
    const place = this.table.list(this.table.count - 1, this.table.count).next().value;
    const last = place && (await this.#read(place));
    return last ? last.startSample + last.sampleCount : 0;
  }

  async #read({ index, position, size }: SamplePlace): Promise<AudioPacket> {
    if (size > LARGEST_PACKET_BYTES) throw new MediaContainerError('too-large', `Packet ${index} is too large.`);
    const data = await this.#source.read(position, size);
    const sampleCount = this.codec.countSamples(data);
    if (data.length < size || sampleCount === undefined) {
      throw new MediaContainerError('damaged', `Packet ${index} is not whole.`);
    }
    return { data, startSample: this.#startSample(index), sampleCount };
  }

  #startSample(index: number): number {
    const { frameSamples } = this.codec;
    return frameSamples === undefined ? Math.round(this.table.startTime(index) * this.#scale) : index * frameSamples;
  }

  #indexAtOrAfter(sample: number): number {
    const { frameSamples } = this.codec;
    if (frameSamples !== undefined) return Math.min(this.table.count, Math.max(0, Math.ceil(sample / frameSamples)));
    if (sample === Number.POSITIVE_INFINITY) return this.table.count;
    // Places are rounded where the timescale is another than the sample rate: the exact one is next to the estimate.
    let index = Math.max(0, this.table.indexAtOrAfter(sample / this.#scale) - 1);
    while (index < this.table.count && this.#startSample(index) < sample) index += 1;
    return index;
  }
}

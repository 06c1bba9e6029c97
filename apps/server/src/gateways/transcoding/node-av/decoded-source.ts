import { AV_NOPTS_VALUE } from 'node-av/constants';
import { avGetCodecName, Packet } from 'node-av/lib';
import { findTiming, type SourceTiming } from '../source-timing.ts';
import { UnreadableMediaError } from '../transcoding-errors.ts';
import { CountedSound } from './counted-sound.ts';
import { decodeBlocks, type DecodedBlock } from './decode-blocks.ts';
import { openMedia, readPacket, seekMedia, type OpenMedia } from './open-media.ts';
import { BlockPlacing, type PlacedBlock } from './block-placing.ts';
import type { SoundShape } from './resampler.ts';

/** Decoded before a place in the middle, so that what a codec carries from packet to packet is there: MP3 needs most, 10 packets. */
const RUN_UP_SECONDS = 0.5;
/** Decoded at the end to find it. */
const TAIL_SECONDS = 3;
const HEAD_BLOCKS = 3;
/** Reckoning with rates of a millisecond may be off by as much. */
const SECONDS_PER_UNIT = 1e6;

/** A file as one row of samples, from the first that is heard. One reading at a time: the next one ends the one before. */
export class DecodedSource {
  readonly shape: SoundShape;
  readonly codec: string;
  readonly format: string;
  readonly timing: SourceTiming;
  readonly #url: string;
  readonly #placing: BlockPlacing;
  #media: OpenMedia;
  #counted: CountedSound | undefined;

  /** @throws UnreadableMediaError when nothing of it can be decoded */
  constructor(url: string) {
    this.#url = url;
    this.#media = openMedia(url);
    try {
      const head = readHead(this.#media);
      const { stream, format } = this.#media;
      this.shape = head.first.shape;
      this.codec = avGetCodecName(stream.codecpar.codecId) ?? 'unknown';
      this.format = format.iformat?.name ?? 'unknown';
      const { num, den } = stream.timeBase;
      const { sampleRateHz } = this.shape;
      const frameLengths = head.frameLengths;
      const timing = findTiming({ format: this.format, codec: this.codec, sampleRateHz, timeBase: { num, den } });
      const isUneven = timing.kind === 'framed' && frameLengths[1] !== frameLengths[2];
      this.timing = head.first.label === undefined || isUneven ? { ...timing, kind: 'counted' } : timing;
      this.#placing = new BlockPlacing({
        timing: this.timing,
        origin: head.first.label ?? 0n,
        samplesPerUnit: (num / den) * sampleRateHz,
        sampleRateHz,
        firstFrameSamples: frameLengths[0] ?? 0,
        frameSamples: frameLengths[1] ?? 0,
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get parameters() {
    return this.#media.stream.codecpar;
  }

  /** From exactly `startSample` to the end, without holes; undefined now and then while there is nothing to tell. */
  read(startSample: number): Generator<PlacedBlock | undefined> {
    return this.timing.kind === 'counted' ? this.#readCounted(startSample) : this.#readLabelled(startSample);
  }

  /** What the headers say of the duration, in samples; 0 when nothing. */
  get statedSamples(): number {
    const { stream, format } = this.#media;
    const { num, den } = stream.timeBase;
    const ofStream = stream.duration > 0n ? (Number(stream.duration) * num) / den : 0;
    const ofFormat = format.duration > 0n ? Number(format.duration) / SECONDS_PER_UNIT : 0;
    return Math.round((ofStream || ofFormat) * this.shape.sampleRateHz);
  }

  /** Returns the duration in samples, as decoding finds it. */
  *measureDuration(): Generator<undefined, number> {
    if (this.timing.kind !== 'counted') {
      for (const findEnd of [() => this.statedSamples, () => this.#findLastPacket()]) {
        const start = findEnd() - TAIL_SECONDS * this.shape.sampleRateHz;
        const end = start > 0 ? yield* this.#findEnd(this.#readTail(start)) : undefined;
        if (end !== undefined) return end;
      }
    }
    return (yield* this.#findEnd(this.read(0))) ?? 0;
  }

  close(): void {
    this.#counted?.close();
    this.#counted = undefined;
    this.#media.format.closeInputSync();
  }

  *#findEnd(blocks: Generator<PlacedBlock | undefined>): Generator<undefined, number | undefined> {
    let end: number | undefined;
    for (const block of blocks) {
      if (block !== undefined && !block.isFilling) end = block.startSample + block.samples.length / this.shape.channels;
      yield undefined;
    }
    return end;
  }

  *#readLabelled(startSample: number): Generator<PlacedBlock | undefined> {
    const early = startSample > 0 ? this.#decodeBefore(startSample) : undefined;
    if (early !== undefined) {
      const first = skipQuiet(early);
      const position = first === undefined ? undefined : this.#placing.positionOf(first);
      if (first !== undefined && position !== undefined && position <= startSample) {
        return yield* this.#placing.place({ first, rest: early, startSample });
      }
      early.return(undefined);
    }
    // The demuxer did not go there, or went too far.
    this.#reopen();
    const all = decodeBlocks(this.#media, { shape: this.shape });
    return yield* this.#placing.place({ first: undefined, rest: all, startSample });
  }

  #readTail(startSample: number): Generator<PlacedBlock | undefined> {
    const rest = this.#decodeBefore(startSample);
    return this.#placing.place({ first: undefined, rest: rest ?? nothing(), startSample });
  }

  /** Undefined when it begins so early that it has to be decoded from the start. */
  #decodeBefore(startSample: number): Generator<DecodedBlock | undefined> | undefined {
    const { sampleRateHz } = this.shape;
    const firstSample = startSample - Math.round(RUN_UP_SECONDS * sampleRateHz);
    const seekSample = firstSample - Math.round(this.timing.seekMarginSeconds * sampleRateHz);
    if (seekSample <= 0 || !seekMedia(this.#media, this.#placing.labelOf(seekSample))) return undefined;
    return decodeBlocks(this.#media, { firstLabel: this.#placing.labelOf(firstSample), shape: this.shape });
  }

  *#readCounted(startSample: number): Generator<PlacedBlock | undefined> {
    if (this.#counted === undefined || startSample < this.#counted.keptFromSample) {
      this.#counted?.close();
      this.#reopen();
      this.#counted = new CountedSound(decodeBlocks(this.#media, { shape: this.shape }), this.shape);
    }
    yield* this.#counted.readFrom(startSample);
  }

  /** Where the last packet ends that can be read, without decoding any. */
  #findLastPacket(): number {
    this.#reopen();
    const packet = new Packet();
    packet.alloc();
    let end = 0;
    while (readPacket(this.#media, packet)) {
      if (packet.pts !== AV_NOPTS_VALUE) end = Math.max(end, this.#placing.toSample(packet.pts + packet.duration));
    }
    packet.free();
    return end;
  }

  #reopen(): void {
    this.#media.format.closeInputSync();
    this.#media = openMedia(this.#url);
  }
}

interface Head {
  first: DecodedBlock;
  frameLengths: number[];
}

function readHead(media: OpenMedia): Head {
  const blocks: DecodedBlock[] = [];
  for (const block of decodeBlocks(media, {})) {
    if (block !== undefined) blocks.push(block);
    if (blocks.length === HEAD_BLOCKS) break;
  }
  const [first] = blocks;
  if (first === undefined) throw new UnreadableMediaError('Nothing of it can be decoded.');
  return { first, frameLengths: blocks.map(({ samples, shape }) => samples.length / shape.channels) };
}

function skipQuiet(blocks: Generator<DecodedBlock | undefined>): DecodedBlock | undefined {
  for (let step = blocks.next(); step.done !== true; step = blocks.next())
    if (step.value !== undefined) return step.value;
  return undefined;
}

function* nothing(): Generator<undefined> {
  yield undefined;
}

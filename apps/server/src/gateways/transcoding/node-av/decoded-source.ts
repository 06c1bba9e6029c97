import { AV_NOPTS_VALUE } from 'node-av/constants';
import { Packet } from 'node-av/lib';
import { findTiming, type SourceTiming } from '../source-timing.ts';
import { UnreadableMediaError } from '../transcoding-errors.ts';
import { countPackets } from './count-packets.ts';
import { CountedSound } from './counted-sound.ts';
import { decodeBlocks, skipQuiet, type DecodedBlock } from './decode-blocks.ts';
import { closeMedia, openMedia, readPacket, seekMedia, type OpenMedia } from './open-media.ts';
import { buildSoundIndex } from './build-sound-index.ts';
import { isProven, readIndexed, type ReopenedMedia } from './indexed-sound.ts';
import type { SoundIndex } from '#gateways/sound-index-store.ts';
import { BlockPlacing, findMostSaid, listBegins, OPENING_BLOCKS, type PlacedBlock } from './block-placing.ts';
import type { SoundShape } from './resampler.ts';
import type { SoundSource } from './sound-source.ts';

/** Decoded before a place in the middle, so that what a codec carries from packet to packet is there: MP3 needs most, 10 packets. */
const RUN_UP_SECONDS = 0.5;
/** Decoded at the end to find it. */
const TAIL_SECONDS = 3;
/** Counting by decoding takes up to seconds for five minutes of sound: the headers of longer files are believed. */
const LONGEST_DECODED_SECONDS = 3 * 3600;
/** Reckoning with rates of a millisecond may be off by as much. */
const SECONDS_PER_UNIT = 1e6;

/** A file of one stream. */
export class DecodedSource implements SoundSource {
  readonly shape: SoundShape;
  readonly codec: string;
  readonly format: string;
  readonly timing: SourceTiming;
  readonly #url: string;
  readonly #placing: BlockPlacing;
  /** Of the first packet: TTA and Monkey's Audio have some of seconds, of which none may be passed over that reaches the place wanted. */
  readonly #packetSamples: number;
  #media: OpenMedia;
  #counted: CountedSound | undefined;
  #index: SoundIndex | undefined;
  #isUnindexable = false;

  /** `index`: as it was found before. @throws UnreadableMediaError when nothing of it can be decoded */
  constructor(url: string, index?: SoundIndex) {
    this.#url = url;
    this.#index = index;
    this.#media = openMedia(url);
    try {
      const head = readHead(this.#media);
      const { stream, format, codecName } = this.#media;
      this.shape = head.first.shape;
      this.codec = codecName;
      this.format = format.iformat?.name ?? 'unknown';
      const { num, den } = stream.timeBase;
      const { sampleRateHz } = this.shape;
      const frameLengths = head.frameLengths;
      const timing = findTiming({ format: this.format, codec: this.codec, sampleRateHz, timeBase: { num, den } });
      const isUneven = timing.kind === 'framed' && frameLengths[1] !== frameLengths[2];
      // FFmpeg numbers what it reads from the start, and tells no length, where pages of Ogg have no positions.
      const isUnplaced = this.format === 'ogg' && this.statedSamples === 0;
      const isCounted = head.first.label === undefined || isUneven || isUnplaced;
      this.timing = isCounted ? { ...timing, kind: 'counted' } : timing;
      const samplesPerUnit = (num / den) * sampleRateHz;
      this.#packetSamples = Math.ceil(Number(head.packetDuration) * samplesPerUnit);
      this.#placing = new BlockPlacing({
        timing: this.timing,
        origin: this.timing.toleranceSamples === 0 ? (head.first.label ?? 0n) : findOrigin(head.blocks),
        samplesPerUnit,
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

  get #isTooLong(): boolean {
    return this.statedSamples > LONGEST_DECODED_SECONDS * this.shape.sampleRateHz;
  }

  get #reopened(): ReopenedMedia {
    return { shape: this.shape, current: () => this.#media, reopen: () => this.#reopen() };
  }

  read(startSample: number): Generator<PlacedBlock | undefined> {
    return this.timing.kind === 'counted' ? this.#readUnlabelled(startSample) : this.#readLabelled(startSample);
  }

  get index(): SoundIndex | undefined {
    return this.#index;
  }

  *prepareSeeking(): Generator<undefined, void> {
    if (this.timing.kind === 'counted') yield* this.#ensureIndex();
  }

  get statedSamples(): number {
    const { stream, format } = this.#media;
    const { num, den } = stream.timeBase;
    const ofStream = stream.duration > 0n ? (Number(stream.duration) * num) / den : 0;
    const ofFormat = format.duration > 0n ? Number(format.duration) / SECONDS_PER_UNIT : 0;
    return Math.round((ofStream || ofFormat) * this.shape.sampleRateHz);
  }

  *measureDuration(): Generator<undefined, number | undefined> {
    if (this.timing.kind === 'counted') {
      yield* this.#ensureIndex();
      if (this.#index) return this.#index.durationSamples;
      if (this.#isTooLong) return undefined;
    } else {
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
    closeMedia(this.#media);
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

  /** Nothing where no label tells where it is. */
  *#readTail(startSample: number): Generator<PlacedBlock | undefined> {
    const rest = this.#decodeBefore(startSample);
    const first = rest && skipQuiet(rest);
    if (rest && first?.label !== undefined) yield* this.#placing.place({ first, rest, startSample });
    rest?.return(undefined);
  }

  /** Undefined when it begins so early that it has to be decoded from the start. */
  #decodeBefore(startSample: number): Generator<DecodedBlock | undefined> | undefined {
    const { sampleRateHz } = this.shape;
    const firstSample = startSample - Math.max(Math.round(RUN_UP_SECONDS * sampleRateHz), this.#packetSamples);
    const seekSample = firstSample - Math.round(this.timing.seekMarginSeconds * sampleRateHz);
    if (seekSample <= 0 || !seekMedia(this.#media, this.#placing.labelOf(seekSample))) return undefined;
    const firstLabel = this.#placing.labelOf(firstSample);
    const isFirst = ({ pts }: Packet) => pts === AV_NOPTS_VALUE || pts >= firstLabel;
    return decodeBlocks(this.#media, { isFirst, shape: this.shape });
  }

  *#readUnlabelled(startSample: number): Generator<PlacedBlock | undefined> {
    if (startSample > 0) yield* this.#ensureIndex();
    yield* this.#index ? readIndexed(this.#reopened, this.#index, startSample) : this.#readCounted(startSample);
  }

  *#ensureIndex(): Generator<undefined, void> {
    if (this.#index || this.#isUnindexable) return;
    this.#index = (yield* countPackets(this.#reopened)) ?? (yield* this.#buildIndex());
    this.#isUnindexable = this.#index === undefined;
  }

  *#buildIndex(): Generator<undefined, SoundIndex | undefined> {
    if (this.#isTooLong) return undefined;
    const built = yield* buildSoundIndex(this.#reopen(), this.shape, this.statedSamples);
    const isRight = built?.proofs.every((proof) => isProven(this.#reopened, built.index, proof));
    return isRight ? built?.index : undefined;
  }

  *#readCounted(startSample: number): Generator<PlacedBlock | undefined> {
    if (this.#counted === undefined || startSample < this.#counted.keptFromSample) {
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
    try {
      while (readPacket(this.#media, packet)) {
        if (packet.pts !== AV_NOPTS_VALUE) end = Math.max(end, this.#placing.toSample(packet.pts + packet.duration));
      }
      return end;
    } finally {
      packet.free();
    }
  }

  #reopen(): OpenMedia {
    this.#counted?.close();
    this.#counted = undefined;
    closeMedia(this.#media);
    this.#media = openMedia(this.#url);
    return this.#media;
  }
}

interface Head {
  first: DecodedBlock;
  blocks: DecodedBlock[];
  packetDuration: bigint;
  frameLengths: number[];
}

function readHead(media: OpenMedia): Head {
  const blocks: DecodedBlock[] = [];
  let packetDuration = 0n;
  const isFirst = ({ duration }: Packet) => {
    packetDuration = duration;
    return true;
  };
  for (const block of decodeBlocks(media, { isFirst })) {
    if (block !== undefined) blocks.push(block);
    if (blocks.length === OPENING_BLOCKS) break;
  }
  const [first] = blocks;
  if (first === undefined) throw new UnreadableMediaError('Nothing of it can be decoded.');
  const frameLengths = blocks.map(({ samples, shape }) => samples.length / shape.channels);
  return { first, blocks, packetDuration, frameLengths };
}

/** Where a label counts samples, but may be wrong. */
const findOrigin = (head: readonly DecodedBlock[]): bigint =>
  BigInt(findMostSaid(listBegins(head, ({ label }) => (label === undefined ? undefined : Number(label)))) ?? 0);

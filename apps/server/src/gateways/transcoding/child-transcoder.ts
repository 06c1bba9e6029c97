import type { AudioMeasurement } from '@jetstream/audio-analysis';
import type { AudioPacket } from '@jetstream/media-containers';
import { BoundedMap } from '#models/bounded-map.ts';
import { DomainError } from '#models/errors.ts';
import { schemeOf } from '#models/media-location.ts';
import type { MediaStore } from '../media-store.ts';
import type { SoundIndex, SoundIndexStore } from '../sound-index-store.ts';
import type {
  AnalysisOptions,
  EncodedSegment,
  EncodingDescription,
  EncodingTarget,
  ProbedAudio,
  SegmentOrder,
  TranscodeInput,
  Transcoder,
} from '../transcoder.ts';
import type { ReachableInput } from './backend.ts';
import type { ChildAnswer } from './child-messages.ts';
import { ChildFaultError, type ChildPool, type Task } from './child-pool.ts';
import { type LoopbackAddress, LoopbackReader } from './loopback-reader.ts';
import { hasLabelledName } from './source-timing.ts';

const PROBE_LIMIT_MS = 120_000;
const ENCODE_LIMIT_MS = 120_000;
const ANALYSIS_LIMIT_MS = 3_600_000;
const DESCRIBE_LIMIT_MS = 30_000;
/** Targets are few: rates that are offered, times the sample rates and channels of what is played. */
const MOST_DESCRIPTIONS = 500;
/** About 7 KB each, 90 KB for an hour of sound. */
const MOST_INDEXES = 200;
const RETRY_SECONDS = 30;
/** Long enough for memory to be free again. */
const OUTER_END_RETRY_SECONDS = 3;

/** Gives the work to child processes. */
export class ChildTranscoder implements Transcoder {
  readonly #pool: ChildPool;
  readonly #store: MediaStore;
  readonly #loopback: LoopbackReader;
  readonly #keptIndexes: SoundIndexStore | null;
  /** By input, as far as there are any; what falls out is kept, or found again. */
  readonly #indexes = new BoundedMap<string, Promise<SoundIndex | undefined>>(MOST_INDEXES);
  readonly #descriptions = new BoundedMap<string, Promise<EncodingDescription>>(MOST_DESCRIPTIONS);

  constructor(pool: ChildPool, store: MediaStore, keptIndexes: SoundIndexStore | null = null) {
    this.#pool = pool;
    this.#store = store;
    this.#keptIndexes = keptIndexes;
    this.#loopback = new LoopbackReader(store);
  }

  async probe(input: TranscodeInput, signal?: AbortSignal): Promise<ProbedAudio> {
    const probed = this.#runOn(input, (reachable) => {
      const order = { kind: 'probe', input: reachable } as const;
      return { order, lane: 'listening', limitMs: PROBE_LIMIT_MS, signal };
    });
    return (await probed) as ProbedAudio;
  }

  async describe(target: EncodingTarget): Promise<EncodingDescription> {
    return await BoundedMap.share(this.#descriptions, JSON.stringify(target), async () => {
      const order = { kind: 'describe', target } as const;
      const asked = this.#pool.run({ order, lane: 'listening', limitMs: DESCRIBE_LIMIT_MS, affinity: null });
      return (await asked.catch(toDomainError)) as EncodingDescription;
    });
  }

  async encodeSegment(order: SegmentOrder): Promise<EncodedSegment> {
    const { input, target, startSample, endSample, durationSamples, isVerbatim, signal } = order;
    const segment = new GatheredSegment(order);
    await this.#runOn(input, (reachable) => ({
      order: {
        kind: 'encode',
        order: { input: reachable, target, startSample, endSample, durationSamples, isVerbatim },
      },
      lane: 'listening',
      limitMs: ENCODE_LIMIT_MS,
      signal,
      onAnswer: (answer) => segment.hear(answer),
      onRestart: () => segment.restart(),
    }));
    return segment.finish();
  }

  async analyse(input: TranscodeInput, { signal, onProgress }: AnalysisOptions = {}): Promise<AudioMeasurement> {
    const measured = this.#runOn(input, (reachable) => ({
      order: { kind: 'analyse', input: reachable },
      lane: 'background',
      limitMs: ANALYSIS_LIMIT_MS,
      signal,
      onAnswer: (answer) => {
        if (answer.kind === 'progress') onProgress?.(answer.share);
      },
    }));
    return (await measured) as AudioMeasurement;
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#loopback.close();
  }

  /** Gives an order about a file. The places that it finds in the sound are kept when all of the file could be read. */
  async #runOn(input: TranscodeInput, toTask: (input: ReachableInput) => Omit<Task, 'affinity'>): Promise<unknown> {
    const key = keyOf(input);
    const kept = this.#keptOf(input);
    const index = await BoundedMap.share(this.#indexes, key, async () => kept?.findIndex(key));
    const reach = await this.#reach(input, key);
    const task = toTask({ url: reach.url, key, index });
    let found: SoundIndex | undefined;
    const onAnswer = (answer: ChildAnswer) => {
      if (answer.kind === 'index') found = answer.index;
      else task.onAnswer?.(answer);
    };
    try {
      const result = await this.#pool.run({ ...task, onAnswer, affinity: key });
      const fault = reach.findFault();
      if (fault) throw fault.error;
      if (found) {
        this.#indexes.set(key, Promise.resolve(found));
        void kept?.saveIndex(key, found);
      }
      return result;
    } catch (error) {
      throw await reach.explain(error);
    } finally {
      reach.release();
    }
  }

  /** Places of files that hardly ever have any are not looked for: the first byte would wait for a cache, which may be a bucket. */
  #keptOf({ location }: TranscodeInput): SoundIndexStore | null {
    return hasLabelledName(location) ? null : this.#keptIndexes;
  }

  async #reach(input: TranscodeInput, key: string): Promise<Reach> {
    const { location } = input;
    if (schemeOf(location) !== 'file') {
      const address = await this.#loopback.lend(key, input);
      return { ...address, explain: async (error) => address.findFault()?.error ?? toDomainFault(error) };
    }
    const explain = async (error: unknown) => {
      const isUnreadable = error instanceof ChildFaultError && error.kind === 'unreadable';
      return isUnreadable && (await this.#store.findFile(location)) === undefined
        ? new DomainError('media-missing', 'The file is not there.', { cause: error })
        : toDomainFault(error);
    };
    return { url: `file:${location}`, findFault: () => undefined, release: () => undefined, explain };
  }
}

/** How a child reaches a file. */
interface Reach extends LoopbackAddress {
  /** What a fault means. */
  explain(error: unknown): Promise<unknown>;
}

const keyOf = ({ location, revision }: TranscodeInput): string => `${location}\n${revision}`;

/** Packets as they arrive from a child, or from two when the first is lost: the second makes them again, from the first on. */
class GatheredSegment {
  readonly #order: SegmentOrder;
  readonly #packets: AudioPacket[] = [];
  #description: EncodingDescription | undefined;
  /** How many the present child has told. */
  #count = 0;
  #hasOtherPackets = false;

  constructor(order: SegmentOrder) {
    this.#order = order;
  }

  hear(answer: ChildAnswer): void {
    if (answer.kind !== 'packets') return;
    const { packets, description } = answer;
    const news = packets.filter((packet, index) => this.#isNew(packet, this.#count + index));
    this.#count += packets.length;
    this.#hasOtherPackets ||= this.#description !== undefined && this.#description.encoder !== description.encoder;
    if (this.#hasOtherPackets) return;
    this.#description = description;
    this.#packets.push(...news);
    if (news.length > 0) this.#order.onPackets?.(news, description);
  }

  restart(): void {
    this.#count = 0;
  }

  /** @throws when a second child went on with what does not belong to what was told before */
  finish(): EncodedSegment {
    if (this.#description === undefined) throw new Error('The child told no packets.');
    if (this.#hasOtherPackets || this.#count !== this.#packets.length)
      throw new Error('A second child made other packets.');
    return { ...this.#description, packets: this.#packets };
  }

  #isNew({ data }: AudioPacket, index: number): boolean {
    const told = this.#packets[index];
    if (told && Buffer.compare(told.data, data) !== 0) this.#hasOtherPackets = true;
    return !told;
  }
}

const toDomainError = (error: unknown): never => {
  throw toDomainFault(error);
};

function toDomainFault(error: unknown): unknown {
  if (!(error instanceof ChildFaultError)) return error;
  const { kind, message } = error;
  if (kind === 'unreadable' || kind === 'lost') return new DomainError('media-unreadable', message, { cause: error });
  if (kind === 'unsupported') return new DomainError('unsupported', message, { cause: error });
  if (kind === 'ended-from-outside')
    return new DomainError('unavailable', message, { retryAfterSeconds: OUTER_END_RETRY_SECONDS, cause: error });
  if (kind === 'unstartable' || kind === 'closed') {
    const text = kind === 'closed' ? message : 'The decoder does not start on this server.';
    return new DomainError('unavailable', text, { retryAfterSeconds: RETRY_SECONDS, cause: error });
  }
  return error;
}

import { setTimeout } from 'node:timers/promises';
import { writeInitSegment, writeMediaSegment } from '@jetstream/media-containers';
import type { SegmentStore } from '#gateways/segment-store.ts';
import type { Transcoder } from '#gateways/transcoder.ts';
import { DomainError, notFound } from '#models/errors.ts';
import { boundsOf, encodeSegment, type SegmentWish } from './encode-segment.ts';
import { GrowingBytes } from './growing-bytes.ts';
import type { OpenRendition } from './rendition-reader.ts';
import { SharedWork, type Making } from './shared-work.ts';
import type { TranscodeQueue } from './transcode-queue.ts';
import { layOutWhole } from './whole-file.ts';

export interface SegmentMakerOptions {
  transcoder: Transcoder;
  queue: TranscodeQueue;
  store: SegmentStore;
  /** Passes before something is made ahead; else a moment does. */
  pauseAhead?: () => Promise<unknown>;
}

/** Who waits for a segment. */
export interface SegmentListener {
  /** Asked only when something has to be encoded. */
  identify: () => Promise<string>;
  /** The client has gone. */
  signal: AbortSignal;
  /** Of `SegmentMaker.noteArrival`; without it, it comes now. */
  arrival?: number | undefined;
}

/** Whose turn it is. */
interface Asker {
  /** Null for what is made ahead. */
  owner: string | null;
  arrival?: number | undefined;
}

/** Who jumps about asks for another place before that, and does not share the processor with what nobody will want. */
const AHEAD_AFTER_MS = 100;
const pause = () => setTimeout(AHEAD_AFTER_MS, undefined, { ref: false });

const FORMS = { mp4: 'm4s', webm: 'webm', mpeg: 'mp3' } as const;
const WHOLE_FORMS: Readonly<Record<string, SegmentWish['form']>> = { mp3: 'slot.mp3', flac: 'flac' };

/** Makes segments: the original's packets framed anew, or encoded, once for all who ask. */
export class SegmentMaker {
  readonly #options: SegmentMakerOptions;
  readonly #work: SharedWork;

  constructor(options: SegmentMakerOptions) {
    this.#options = options;
    // What has begun while nobody else waits is wanted by the cache.
    this.#work = new SharedWork({ isKept: () => options.queue.waitingCount === 0 });
  }

  /** Who asks takes a place in the order of encoding at once, before it is known whether there is something to encode. */
  noteArrival(): number {
    return this.#options.queue.noteArrival();
  }

  makeInit(rendition: OpenRendition): Uint8Array {
    return writeInitSegment(rendition.setup, rendition);
  }

  /** @throws DomainError not-found beyond the last one, or before the first; reading throws it too, `unavailable` when too many wait */
  async getSegment(wish: Omit<SegmentWish, 'form'>, listener: SegmentListener): Promise<GrowingBytes> {
    const { rendition, index } = wish;
    if (index >= rendition.segmentCount || (wish.isRunUp && index === 0)) throw notFound('segment');
    if (rendition.target === null) return GrowingBytes.of(await this.#remux(wish));
    return this.#getEncoded({ ...wish, form: FORMS[rendition.container] }, listener);
  }

  /** A part of a whole encoded file, with as many bytes as its layout says. @throws RangeError when one that was kept has others */
  async getWholePart(
    wish: Pick<SegmentWish, 'sound' | 'rendition' | 'index'> & { length: number },
    listener: SegmentListener,
  ): Promise<GrowingBytes> {
    const form = WHOLE_FORMS[wish.rendition.codec] ?? 'slot';
    const bytes = await this.#getEncoded({ ...wish, form, sizeBytes: wish.length }, listener);
    const sizeBytes = bytes.sizeBytes ?? wish.length;
    if (sizeBytes !== wish.length) throw new RangeError(`A part of ${sizeBytes} bytes, not ${wish.length}.`);
    return bytes;
  }

  async #remux(wish: Omit<SegmentWish, 'form'>): Promise<Uint8Array> {
    const { sound, rendition, index } = wish;
    const { startSample, endSample } = boundsOf(wish);
    try {
      const packets = (await sound.packets?.readPackets(startSample, endSample)) ?? [];
      // Before a segment there may be a hole, which is nothing that a decoder could run up in.
      if (wish.isRunUp && packets.length === 0) return new Uint8Array();
      return writeMediaSegment(rendition.setup, { sequence: index, packets });
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('media-unreadable', 'The file is damaged here.', { cause: error });
    }
  }

  async #getEncoded(wish: SegmentWish, { identify, signal, arrival }: SegmentListener): Promise<GrowingBytes> {
    const path = pathOf(wish);
    const kept = await this.#options.store.findSegment(path);
    if (kept) {
      this.#makeNextAhead(wish);
      return GrowingBytes.of(kept);
    }
    const owner = await identify();
    const { bytes, ended } = this.#work.join(path, signal, this.#toMaking(wish, { owner, arrival }));
    void ended.then(() => {
      if (bytes.sizeBytes !== null && !signal.aborted) this.#makeNextAhead(wish);
    });
    return bytes;
  }

  #toMaking(wish: SegmentWish, asker: Asker): Making {
    const { queue, store, transcoder } = this.#options;
    return async (bytes, signal) => {
      await queue.run({ ...asker, signal, run: () => encodeSegment(wish, bytes, { transcoder, signal }) });
      // Behind the queue: a cache may be a slow bucket, and keeps nobody from encoding.
      await store.saveSegment(pathOf(wish), await bytes.readAll());
    };
  }

  /** Who plays one will want the next. Only when nobody waits for anything; it may fail. */
  #makeNextAhead(wish: SegmentWish): void {
    // Behind what comes before a segment, that segment itself.
    const index = wish.isRunUp ? wish.index : wish.index + 1;
    if (index >= wish.rendition.segmentCount) return;
    const { queue, store, pauseAhead = pause } = this.#options;
    const isPlace = wish.sizeBytes !== undefined;
    const sizeBytes = isPlace ? layOutWhole(wish.rendition).layout.lengthOf(index) : undefined;
    const next = { ...wish, index, sizeBytes, isRunUp: false };
    void (async () => {
      await pauseAhead();
      if (!queue.isIdle || (await store.findSegment(pathOf(next))) || !queue.isIdle) return;
      this.#work.join(pathOf(next), undefined, this.#toMaking(next, { owner: null }));
    })().catch(() => {});
  }
}

const pathOf = (wish: SegmentWish): string => {
  const { track, revision } = wish.sound;
  return `${track.id.slice(0, 2)}/${track.id}/${revision}/${wish.rendition.name}/${nameOf(wish)}`;
};

/** The slot's size is a part of it: the same encoding may lie in others later. */
function nameOf({ index, form, sizeBytes, isRunUp }: SegmentWish): string {
  if (form === 'slot') return `${index}.${sizeBytes}.mp4`;
  return `${index}${isRunUp ? '.run-up' : ''}.${form}`;
}

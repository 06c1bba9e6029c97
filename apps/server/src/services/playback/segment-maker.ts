import { concatBytes, writeInitSegment, writeMediaSegment } from '@jetstream/media-containers';
import type { SegmentStore } from '#gateways/segment-store.ts';
import type { Transcoder } from '#gateways/transcoder.ts';
import { BITRATES_KBPS, PACKET_SAMPLES, type EncodingTarget } from '#models/encoding-target.ts';
import { DomainError, notFound } from '#models/errors.ts';
import { boundsOfSegment } from '#models/playback.ts';
import type { OpenRendition } from './rendition-reader.ts';
import { SharedWork } from './shared-work.ts';
import type { TrackSound } from './track-sound-reader.ts';
import type { TranscodeQueue } from './transcode-queue.ts';

export interface SegmentMakerOptions {
  transcoder: Transcoder;
  queue: TranscodeQueue;
  store: SegmentStore;
}

/** Who waits for a segment. */
export interface SegmentListener {
  /** Asked only when something has to be encoded. */
  identify: () => Promise<string>;
  /** The client has gone. */
  signal: AbortSignal;
}

/** A segment in one of its forms: `m4s` and `webm` as segments, `mp3` bare frames, `slot` filled up to its place of a whole file. */
interface SegmentWish {
  sound: TrackSound;
  rendition: OpenRendition;
  index: number;
  form: 'm4s' | 'webm' | 'mp3' | 'slot';
  /** Of a slot. */
  sizeBytes?: number;
}

const FORMS = { mp4: 'm4s', webm: 'webm', mpeg: 'mp3' } as const;

/** Makes segments: the original's packets framed anew, or encoded, once for all who ask. */
export class SegmentMaker {
  readonly #options: SegmentMakerOptions;
  readonly #work: SharedWork<Uint8Array>;

  constructor(options: SegmentMakerOptions) {
    this.#options = options;
    // What has begun while nobody else waits is wanted by the cache.
    this.#work = new SharedWork({ isKept: () => options.queue.waitingCount === 0 });
  }

  makeInit(rendition: OpenRendition): Uint8Array {
    return writeInitSegment(rendition.setup, rendition);
  }

  /** @throws DomainError not-found beyond the last one; unavailable when too many wait */
  async getSegment(wish: Omit<SegmentWish, 'form'>, listener: SegmentListener): Promise<Uint8Array> {
    const { rendition, index } = wish;
    if (index >= rendition.segmentCount) throw notFound('segment');
    if (rendition.target === null) return this.#remux(wish);
    return this.#getEncoded({ ...wish, form: FORMS[rendition.container] }, listener);
  }

  /** The bytes of a part of a whole encoded file, exactly as many as its layout says. */
  async getWholePart(
    wish: Pick<SegmentWish, 'sound' | 'rendition' | 'index'> & { length: number },
    listener: SegmentListener,
  ): Promise<Uint8Array> {
    const form = wish.rendition.codec === 'mp3' ? 'mp3' : 'slot';
    const bytes = await this.#getEncoded({ ...wish, form, sizeBytes: wish.length }, listener);
    if (bytes.length !== wish.length) throw new Error(`A part has ${bytes.length} bytes instead of ${wish.length}.`);
    return bytes;
  }

  async #remux({ sound, rendition, index }: Omit<SegmentWish, 'form'>): Promise<Uint8Array> {
    const { startSample, endSample } = boundsOf(rendition, index);
    try {
      const packets = (await sound.packets?.readPackets(startSample, endSample)) ?? [];
      return writeMediaSegment(rendition.setup, { sequence: index, packets });
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('media-unreadable', 'The file is damaged here.', { cause: error });
    }
  }

  async #getEncoded(wish: SegmentWish, listener: SegmentListener): Promise<Uint8Array> {
    const path = pathOf(wish);
    const kept = await this.#options.store.findSegment(path);
    if (kept) {
      this.#makeNextAhead(wish);
      return kept;
    }
    const owner = await listener.identify();
    const bytes = await this.#work.join(path, listener.signal, (signal) => this.#encode(wish, owner, signal));
    this.#makeNextAhead(wish);
    return bytes;
  }

  #encode(wish: SegmentWish, owner: string | null, signal: AbortSignal): Promise<Uint8Array> {
    const { queue, store } = this.#options;
    return queue.run({
      owner,
      signal,
      run: async () => {
        const bytes = await this.#encodeNow(wish, signal);
        await store.saveSegment(pathOf(wish), bytes);
        return bytes;
      },
    });
  }

  /** Down to the first rate at which a slot holds it: always the same one, so the bytes are the same too. */
  async #encodeNow(wish: SegmentWish, signal: AbortSignal): Promise<Uint8Array> {
    const { target } = wish.rendition;
    if (!target) throw notFound('rendition');
    const first = await this.#encodeAt(wish, target, signal);
    if (wish.form !== 'slot') return first;
    const lower = BITRATES_KBPS.filter((bitrateKbps) => bitrateKbps < (target.bitrateKbps ?? 0)).toReversed();
    let fitting = fillUp(first, wish.sizeBytes ?? 0);
    for (const bitrateKbps of fitting ? [] : lower) {
      fitting = fillUp(await this.#encodeAt(wish, { ...target, bitrateKbps }, signal), wish.sizeBytes ?? 0);
      if (fitting) break;
    }
    if (!fitting) throw new Error(`No rate below ${target.bitrateKbps} kbit/s fits into its place.`);
    return fitting;
  }

  async #encodeAt({ sound, rendition, index, form }: SegmentWish, target: EncodingTarget, signal: AbortSignal) {
    const { location, file } = sound;
    const { packets } = await this.#options.transcoder.encodeSegment({
      input: { location, revision: file.revision },
      target,
      ...boundsOf(rendition, index),
      durationSamples: rendition.durationSamples,
      signal,
    });
    return form === 'mp3'
      ? concatBytes(packets.map(({ data }) => data))
      : writeMediaSegment(rendition.setup, { sequence: index, packets });
  }

  /** Who plays one will want the next. Only when nobody waits for anything; it may fail. */
  #makeNextAhead(wish: SegmentWish): void {
    const index = wish.index + 1;
    // The last place of a whole file has another size, which is not known here.
    const end = wish.rendition.segmentCount - (wish.form === 'slot' ? 1 : 0);
    if (index >= end || !this.#options.queue.isIdle) return;
    const next = { ...wish, index };
    void (async () => {
      if ((await this.#options.store.findSegment(pathOf(next))) || !this.#options.queue.isIdle) return;
      await this.#work.join(pathOf(next), undefined, (signal) => this.#encode(next, null, signal));
    })().catch(() => {});
  }
}

/** The last one has whole packets, up to the end of the sound. */
function boundsOf(rendition: OpenRendition, index: number): { startSample: number; endSample: number } {
  const { startSample, endSample } = boundsOfSegment(rendition, index);
  const packet = rendition.target ? PACKET_SAMPLES[rendition.target.codec] : 1;
  return { startSample, endSample: Math.ceil(endSample / packet) * packet };
}

const FREE_HEAD_BYTES = 8;

/** With a `free` box to its size; undefined when it is too large. */
function fillUp(segment: Uint8Array, sizeBytes: number): Uint8Array | undefined {
  const room = sizeBytes - segment.length;
  if (room === 0) return segment;
  if (room < FREE_HEAD_BYTES) return undefined;
  const bytes = new Uint8Array(sizeBytes);
  bytes.set(segment);
  new DataView(bytes.buffer).setUint32(segment.length, room);
  bytes.set([0x66, 0x72, 0x65, 0x65], segment.length + 4);
  return bytes;
}

/** The slot's size is a part of it: the same encoding may lie in others later. */
const pathOf = ({ sound: { track, revision }, rendition, index, form, sizeBytes }: SegmentWish): string =>
  `${track.id.slice(0, 2)}/${track.id}/${revision}/${rendition.name}/${index}.${form === 'slot' ? `${sizeBytes}.mp4` : form}`;

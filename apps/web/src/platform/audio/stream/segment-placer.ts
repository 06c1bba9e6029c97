import type { AudioRendition } from '@jetstream/app-core/services';
import { runUpSamplesOf } from '@jetstream/media-containers/run-up';
import { toPlainInit } from './init-segment.ts';
import { Mp3Takeover } from './mp3-takeover.ts';
import { OpusReset } from './opus-reset.ts';
import { OpusTakeover } from './opus-takeover.ts';
import { countFrames, cutFrame, findLateFrame, frameSamplesOf, hasBareFrames, rawSegmentStart } from './raw-frames.ts';
import { segmentStart, timestampOffsetOf } from './segment-grid.ts';
import type { SegmentReader } from './segment-reader.ts';
import type { Placement, SegmentWriter } from './segment-writer.ts';
import type { TimelineTrack } from './stream-timeline.ts';
import type { TakeoverSearch } from './takeover.ts';
import { WIDE_MIME_TYPE, writeWideInit } from './wide-init.ts';

/** A segment of a track, and where it takes over from what is in the buffer already: in seconds of the timeline. */
interface SegmentPlace {
  rendition: AudioRendition;
  index: number;
  takeoverSeconds: number | undefined;
  /** Whether there are lower rates to go to. */
  hasLower: boolean;
  signal: AbortSignal;
}

interface PlacerOptions {
  onBuffered: () => void;
  canWiden: boolean;
  /** Of the browser: whether it decodes what is shorter than a sample, see `decodesUnheard`. */
  decodesUnheard: boolean;
}

/** Less than half of a sample, and more than browsers round. */
const BEFORE_END_SECONDS = 0.000_002;
/** What is left of a frame that gives way: more than what goes unheard takes, and less than a decoder of MP3 holds back. */
const LATE_SAMPLES = 8;
/** So that the other's first sample and the start of what goes unheard before it are rounded to the same sample. */
const LATE_SECONDS = 0.000_008;
const MICROSECONDS = 1e6;
/** Whether browsers round or cut, it is the same microsecond. */
const WITHIN_MICROSECOND = 0.25;

/** Puts segments where they belong on the timeline, with all that the browser's decoder needs around them. */
export class SegmentPlacer {
  readonly #reader: SegmentReader;
  readonly #writer: SegmentWriter;
  readonly #onBuffered: () => void;
  readonly #canWiden: boolean;
  readonly #decodesUnheard: boolean;
  #isFirst = true;
  /** What the buffer's parser was made ready for last. */
  #begun: AudioRendition | undefined;
  /** Whose sound it had last: after a segment that broke off early, still what was there before. */
  #heard: AudioRendition | undefined;

  constructor(reader: SegmentReader, writer: SegmentWriter, { onBuffered, canWiden, decodesUnheard }: PlacerOptions) {
    this.#reader = reader;
    this.#writer = writer;
    this.#onBuffered = onBuffered;
    this.#canWiden = canWiden;
    this.#decodesUnheard = decodesUnheard;
  }

  /** The init segment comes again with the next segment. */
  forget(): void {
    this.#begun = undefined;
    this.#heard = undefined;
  }

  /** `too-slow`: it was left in the middle, see `SegmentReader`. Rejects with `SourceError` or `BufferFullError`. */
  async put(track: TimelineTrack, wanted: SegmentPlace): Promise<'whole' | 'too-slow'> {
    const { rendition, index } = wanted;
    const stop = new AbortController();
    const signal = AbortSignal.any([wanted.signal, stop.signal]);
    const place = { ...wanted, takeoverSeconds: this.#placeOfTakeover(wanted), signal };
    // Asked for together with what is written before it: a person who waits for sound waits for one answer, not for two.
    const beginning = this.#begin(track, place);
    const reading = this.#reader.read(rendition, { ...place, write: async (bytes) => (await beginning)(bytes) });
    try {
      const [, frames] = await Promise.all([beginning, reading]);
      if (frames === 'too-slow') return frames;
      this.#writer.endSegment();
      const keepTo = track.startSeconds + track.durationSeconds;
      if (hasBareFrames(rendition.mimeType)) await this.#writeLateFrame(frames, { rendition, index, keepTo });
      return 'whole';
    } finally {
      // The buffer takes one thing after another: what goes on beside a failure has to end before the next begins.
      stop.abort();
      await Promise.allSettled([beginning, reading]);
    }
  }

  /** Writes all that comes before the bytes of a segment; answers what writes those. */
  async #begin(track: TimelineTrack, place: SegmentPlace): Promise<(bytes: Uint8Array) => Promise<void>> {
    const { rendition, index, takeoverSeconds, signal } = place;
    const { mimeType } = rendition;
    const hasInit = !hasBareFrames(mimeType) && this.#begun !== rendition;
    const init = hasInit ? rendition.readInit(signal) : undefined;
    init?.catch(() => undefined);
    if (this.#isFirst) await this.#widen(rendition);
    const runUp = await this.#readRunUp(track, place);
    const rawStart = rawSegmentStart(mimeType, index, rendition);
    const ownSamples = rawStart === undefined ? 0 : rawStart - countFrames(runUp) * frameSamplesOf(rendition);
    const placement = {
      mimeType,
      timestampOffset: timestampOffsetOf(track.startSeconds, rendition, ownSamples),
      keepFrom: takeoverSeconds ?? track.startSeconds,
      keepTo: track.startSeconds + track.durationSeconds,
    };
    this.#writer.place(placement);
    if (init) await this.#writeInit(track, rendition, await init);
    signal.throwIfAborted();
    this.#begun = rendition;
    const write = this.#toWrite(this.#searchIn(track, place, placement), placement, rendition);
    await write(runUp);
    return write;
  }

  /**
   * Behind bare frames, the last of them gives way: a decoder of MP3 has given its last sounds only when it got a frame more, which the
   * buffer holds so for a few samples (see `#writeLateFrame`).
   */
  #placeOfTakeover({ rendition, takeoverSeconds }: SegmentPlace): number | undefined {
    const before = this.#heard;
    if (takeoverSeconds === undefined || !before || before.id === rendition.id) return takeoverSeconds;
    if (!hasBareFrames(before.mimeType)) return takeoverSeconds;
    return takeoverSeconds - (frameSamplesOf(before) - LATE_SAMPLES) / before.sampleRateHz + LATE_SECONDS;
  }

  /** Nothing where the segment itself has what comes before the place. Without it the change is heard, which is better than silence. */
  async #readRunUp(track: TimelineTrack, place: SegmentPlace): Promise<Uint8Array> {
    const { rendition, index, takeoverSeconds, signal } = place;
    const nothing = new Uint8Array();
    if (takeoverSeconds === undefined || this.#heard === rendition || index === 0) return nothing;
    const passedSeconds = takeoverSeconds - track.startSeconds - segmentStart(index, rendition);
    // Also of FLAC, which needs nothing before: the block that reaches over the place may belong to the segment before.
    const runUpSamples = runUpSamplesOf({ ...rendition, codec: rendition.quality.codec });
    if (passedSeconds >= runUpSamples / rendition.sampleRateHz) return nothing;
    return this.#reader.readRunUp(rendition, index, signal).catch(() => {
      signal.throwIfAborted();
      return nothing;
    });
  }

  async #widen(rendition: AudioRendition): Promise<void> {
    this.#isFirst = false;
    const init = this.#canWiden ? writeWideInit(rendition) : undefined;
    if (!init) return;
    this.#writer.place({ mimeType: WIDE_MIME_TYPE, timestampOffset: 0, keepFrom: 0, keepTo: Number.POSITIVE_INFINITY });
    await this.#write(init);
    this.#writer.endSegment();
  }

  async #writeInit({ ordinal }: TimelineTrack, rendition: AudioRendition, init: Uint8Array): Promise<void> {
    const isReset = this.#decodesUnheard && canReset(rendition);
    await this.#write(toPlainInit(init, !isReset && ordinal % 2 === 1));
    this.#writer.endSegment();
  }

  /** What has to be found in the bytes before they are written: where another's sound ends, or how a track of Opus begins. */
  #searchIn(
    { startSeconds }: TimelineTrack,
    { rendition, index, takeoverSeconds }: SegmentPlace,
    placement: Placement,
  ): TakeoverSearch | undefined {
    if (!this.#decodesUnheard) return undefined;
    if (takeoverSeconds !== undefined)
      return this.#heard === rendition ? undefined : searchTakeover(rendition, placement, startSeconds);
    return index === 0 && startSeconds > 0 && canReset(rendition) ? new OpusReset() : undefined;
  }

  /** It is put directly before the end of the track, where the append window leaves nothing of it but the decoder's work. */
  async #writeLateFrame(
    frames: readonly Uint8Array[],
    { rendition, index, keepTo }: { rendition: AudioRendition; index: number; keepTo: number },
  ): Promise<void> {
    const ordinal = findLateFrame(index, rendition);
    const frame = ordinal === undefined ? undefined : cutFrame(frames, ordinal);
    if (!frame) return;
    const timestampOffset = keepTo - BEFORE_END_SECONDS;
    this.#writer.place({ mimeType: rendition.mimeType, timestampOffset, keepFrom: 0, keepTo });
    await this.#write(frame);
    this.#writer.endSegment();
  }

  /** Bytes of a run-up and its segment, one behind the other. */
  #toWrite(
    search: TakeoverSearch | undefined,
    placement: Placement,
    rendition: AudioRendition,
  ): (bytes: Uint8Array) => Promise<void> {
    let searching = search;
    return async (bytes) => {
      if (!searching) {
        if (bytes.length > 0) this.#heard = rendition;
        return this.#write(bytes);
      }
      const takeover = searching.push(bytes);
      if (!takeover) return;
      searching = undefined;
      await this.#writeUnheard(takeover.unheard, placement);
      const timestampOffset = placement.timestampOffset + takeover.passedSamples / rendition.sampleRateHz;
      this.#writer.place({ ...placement, timestampOffset });
      this.#heard = rendition;
      await this.#write(takeover.heard);
    };
  }

  /**
   * Each lies for a microsecond directly before the place: the append window leaves nothing of its sound, and the browser decodes it all
   * the same. Of what lies before the window altogether, Chromium decodes only the last packet.
   */
  async #writeUnheard(packets: readonly Uint8Array[], { mimeType, keepFrom }: Placement): Promise<void> {
    const first = Math.floor(keepFrom * MICROSECONDS) - packets.length;
    for (const [index, packet] of packets.entries()) {
      const from = first + index + WITHIN_MICROSECOND;
      const [timestampOffset, keepTo] = [from / MICROSECONDS, (from + 1) / MICROSECONDS];
      this.#writer.place({ mimeType, timestampOffset, keepFrom: 0, keepTo });
      await this.#write(packet);
      this.#writer.endSegment();
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await this.#writer.append(bytes);
    this.#onBuffered();
  }
}

/** More channels than two are several streams in a packet. */
const canReset = ({ mimeType, quality: { codec, channels } }: AudioRendition): boolean =>
  codec === 'opus' && mimeType.startsWith('audio/mp4') && (channels === 1 || channels === 2);

/** Undefined for codecs whose decoders need no more than the one packet that browsers give them. */
function searchTakeover(
  rendition: AudioRendition,
  { mimeType, timestampOffset, keepFrom }: Placement,
  trackStartSeconds: number,
): TakeoverSearch | undefined {
  const { sampleRateHz, delaySamples, quality } = rendition;
  const atSample = Math.round((keepFrom - trackStartSeconds) * sampleRateHz) + delaySamples;
  if (hasBareFrames(mimeType)) {
    const startSample = Math.round((timestampOffset - trackStartSeconds) * sampleRateHz) + delaySamples;
    return new Mp3Takeover(atSample, { startSample, frameSamples: frameSamplesOf(rendition) });
  }
  return quality.codec === 'opus' && mimeType.startsWith('audio/mp4') ? new OpusTakeover(atSample) : undefined;
}

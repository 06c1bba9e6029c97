import type { AudioRendition } from '@jetstream/app-core/services';
import { runUpSamplesOf } from '@jetstream/media-containers/run-up';
import { toPlainInit } from './init-segment.ts';
import { OpusRunUp } from './opus-run-up.ts';
import { countFrames, cutFrame, findLateFrame, frameSamplesOf, hasBareFrames, rawSegmentStart } from './raw-frames.ts';
import { segmentStart, timestampOffsetOf } from './segment-grid.ts';
import type { SegmentReader } from './segment-reader.ts';
import type { SegmentWriter } from './segment-writer.ts';
import type { TimelineTrack } from './stream-timeline.ts';
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

/** Packets of more channels hold several streams, which cannot be put together (RFC 7845, section 3). */
const MOST_MERGED_CHANNELS = 2;
/** Less than half of a sample, and more than browsers round. */
const BEFORE_END_SECONDS = 0.000_002;

/** Puts segments where they belong on the timeline, with all that the browser's decoder needs around them. */
export class SegmentPlacer {
  readonly #reader: SegmentReader;
  readonly #writer: SegmentWriter;
  readonly #onBuffered: () => void;
  readonly #canWiden: boolean;
  #isFirst = true;
  /** Whose init segment the buffer had last. */
  #written: AudioRendition | undefined;

  constructor(
    reader: SegmentReader,
    writer: SegmentWriter,
    { onBuffered, canWiden }: { onBuffered: () => void; canWiden: boolean },
  ) {
    this.#reader = reader;
    this.#writer = writer;
    this.#onBuffered = onBuffered;
    this.#canWiden = canWiden;
  }

  /** The init segment comes again with the next segment. */
  forget(): void {
    this.#written = undefined;
  }

  /** `too-slow`: it was left in the middle, see `SegmentReader`. Rejects with `SourceError` or `BufferFullError`. */
  async put(track: TimelineTrack, wanted: SegmentPlace): Promise<'whole' | 'too-slow'> {
    const { rendition, index, signal } = wanted;
    const takeoverSeconds = this.#placeOfTakeover(wanted);
    const place = { ...wanted, takeoverSeconds };
    const { mimeType, sampleRateHz, delaySamples } = rendition;
    if (this.#isFirst) await this.#widen(rendition);
    const runUp = await this.#readRunUp(track, place);
    const rawStart = rawSegmentStart(mimeType, index, rendition);
    const ownSamples = rawStart === undefined ? 0 : rawStart - countFrames(runUp) * frameSamplesOf(rendition);
    const keepTo = track.startSeconds + track.durationSeconds;
    this.#writer.place({
      mimeType,
      timestampOffset: timestampOffsetOf(track.startSeconds, rendition) + ownSamples / sampleRateHz,
      keepFrom: takeoverSeconds ?? track.startSeconds,
      keepTo,
    });
    const isTakenOver = takeoverSeconds !== undefined && this.#written !== rendition;
    if (rawStart === undefined) await this.#writeInit(track, rendition, signal);
    this.#written = rendition;
    const merging =
      isTakenOver && isMergeable(rendition)
        ? new OpusRunUp(Math.round((takeoverSeconds - track.startSeconds) * sampleRateHz) + delaySamples)
        : undefined;
    const write = (bytes: Uint8Array): Promise<void> => this.#write(merging ? merging.push(bytes) : bytes);
    await write(runUp);
    const frames = await this.#reader.read(rendition, { ...place, write });
    if (frames === 'too-slow') return frames;
    this.#writer.endSegment();
    if (rawStart !== undefined) await this.#writeLateFrame(frames, { rendition, index, keepTo });
    return 'whole';
  }

  /**
   * Behind bare frames, the last of them gives way: a decoder of MP3 has given its last sounds only when it got a frame more, which the
   * buffer holds so for as long as no time at all (see `#writeLateFrame`).
   */
  #placeOfTakeover({ rendition, takeoverSeconds }: SegmentPlace): number | undefined {
    const before = this.#written;
    if (takeoverSeconds === undefined || !before || before.id === rendition.id) return takeoverSeconds;
    const isLate = hasBareFrames(before.mimeType) && !hasBareFrames(rendition.mimeType);
    return isLate
      ? takeoverSeconds - frameSamplesOf(before) / before.sampleRateHz + BEFORE_END_SECONDS
      : takeoverSeconds;
  }

  /** Nothing where the segment itself has what comes before the place. Without it the change is heard, which is better than silence. */
  async #readRunUp(track: TimelineTrack, place: SegmentPlace): Promise<Uint8Array> {
    const { rendition, index, takeoverSeconds, signal } = place;
    const nothing = new Uint8Array();
    if (takeoverSeconds === undefined || this.#written === rendition || index === 0) return nothing;
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

  async #writeInit({ ordinal }: TimelineTrack, rendition: AudioRendition, signal: AbortSignal): Promise<void> {
    if (this.#written === rendition) return;
    const init = await rendition.readInit(signal);
    signal.throwIfAborted();
    await this.#write(toPlainInit(init, ordinal % 2 === 1));
    this.#writer.endSegment();
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

  async #write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await this.#writer.append(bytes);
    this.#onBuffered();
  }
}

const isMergeable = ({ mimeType, quality }: AudioRendition): boolean =>
  quality.codec === 'opus' &&
  mimeType.startsWith('audio/mp4') &&
  (quality.channels ?? MOST_MERGED_CHANNELS) <= MOST_MERGED_CHANNELS;

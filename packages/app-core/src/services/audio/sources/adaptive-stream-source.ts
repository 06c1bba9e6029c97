import type { Playback, PlaybackRendition } from '@jetstream/api-contract';
import { SourceError, toSegmentQuality, type AudioRendition, type OpenedAudio } from '../audio-media.ts';
import { toAlbumPlace } from './album-place.ts';
import type { AudioSourceRow, SourceContext } from './audio-sources.ts';
import { openMedia, readAll, readChunks } from './media-fetch.ts';

/** What the server decided for this client: segments of the best sound that the network carries, or a whole file. */
export const adaptiveStreamSource: AudioSourceRow = {
  kind: 'adaptive-stream',
  canOpen: (track, { abilities, canPlay }) =>
    !track.isMissing && (abilities().segments.length > 0 || !canPlay(track.format.mimeType)),
  load: (track, place, context) => {
    const { decisions } = context;
    return {
      ...place,
      kind: 'adaptive-stream',
      trackId: track.id,
      durationMs: track.durationMs,
      albumPlace: toAlbumPlace(track),
      get opened() {
        const playback = decisions.find(track.id);
        return playback && hasSound(playback) ? toOpened(playback, context) : null;
      },
      open: async (options) => toOpened(await decisions.get(track.id, options), context),
      refuse: () => decisions.refuse(track.id),
    };
  },
};

const hasSound = ({ file, segments }: Playback): boolean => file !== null || segments !== null;

function toOpened(playback: Playback, context: SourceContext): OpenedAudio {
  const { file, segments, loudness, decision, reason } = playback;
  const [first, ...others] = segments?.renditions ?? [];
  if (first) {
    const session = new MediaSession(playback, context);
    return {
      form: 'segments',
      renditions: [session.toRendition(first), ...others.map((rendition) => session.toRendition(rendition))],
      loudness,
    };
  }
  if (!file) throw new SourceError('unsupported');
  const { mimeType, bitrateKbps, isOriginal } = file;
  const codec = mimeType.replace(/^audio\//, '').replace(/;.*/, '');
  return {
    form: 'file',
    url: context.mediaUrl(file.url),
    mimeType,
    quality: {
      codec,
      bitrateKbps,
      sampleRateHz: null,
      bitDepth: null,
      channels: null,
      isLossless: /flac|wav|aiff/.test(codec),
      decision: isOriginal ? 'direct' : decision,
      reason,
      chosen: context.chosenQuality(),
    },
    loudness,
  };
}

/** The addresses of one answer, which are exchanged for others when they are not let in any more, or the file was written anew. */
class MediaSession {
  readonly #context: SourceContext;
  #playback: Playback;
  #renewal: Promise<Playback> | null = null;

  constructor(playback: Playback, context: SourceContext) {
    this.#playback = playback;
    this.#context = context;
  }

  toRendition(rendition: PlaybackRendition): AudioRendition {
    const { decision, reason } = this.#playback;
    const how = {
      decision: rendition.isOriginal ? decision : ('transcode' as const),
      reason,
      chosen: this.#context.chosenQuality(),
    };
    const read = (signal: AbortSignal, toUrl: (current: PlaybackRendition) => string): Promise<Response> =>
      this.#open(rendition, { signal, toUrl });
    const readPiece = async function* (piece: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
      yield* readChunks(await read(signal, ({ segmentUrl }) => segmentUrl.replace('{n}', piece)));
    };
    return {
      ...rendition,
      quality: toSegmentQuality(rendition, how),
      readInit: async (signal) => readAll(await read(signal, ({ initUrl }) => initUrl)),
      readSegment: (index, signal) => readPiece(`${index}`, signal),
      readRunUp: (index, signal) => readPiece(`${index}.run-up`, signal),
    };
  }

  async #open(
    opened: PlaybackRendition,
    request: { signal: AbortSignal; toUrl: (rendition: PlaybackRendition) => string },
  ): Promise<Response> {
    const { signal, toUrl } = request;
    for (let isRenewed = false; ; isRenewed = true) {
      const playback = this.#playback;
      const rendition = playback.segments?.renditions.find(({ id }) => id === opened.id);
      if (!rendition || !isCutAs(rendition, opened)) throw new SourceError('changed');
      const answer = await openMedia(this.#context.mediaUrl(toUrl(rendition)), { signal, fetch: this.#context.fetch });
      if (answer instanceof Response) return answer;
      if (isRenewed) throw new SourceError(answer === 'gone' ? 'missing' : 'unauthenticated');
      await this.#renew(playback);
    }
  }

  /** Once for all that were refused by the same answer. */
  async #renew(refused: Playback): Promise<void> {
    if (this.#playback !== refused) return;
    this.#renewal ??= this.#context.decisions.get(refused.trackId, { isRenewed: true }).finally(() => {
      this.#renewal = null;
    });
    this.#playback = await this.#renewal;
  }
}

/** A file that was only tagged anew has the same segments, under other addresses. */
const isCutAs = (rendition: PlaybackRendition, opened: PlaybackRendition): boolean =>
  rendition.sampleRateHz === opened.sampleRateHz &&
  rendition.segmentSamples === opened.segmentSamples &&
  rendition.delaySamples === opened.delaySamples &&
  rendition.durationSamples === opened.durationSamples;

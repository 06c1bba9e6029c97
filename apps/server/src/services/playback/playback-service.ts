import type { PlaybackGain } from '@jetstream/audio-analysis';
import { decidePlayback, type PlaybackPlan } from '#models/decide-playback.ts';
import { DomainError } from '#models/errors.ts';
import type { TrackId, UserId } from '#models/ids.ts';
import {
  ORIGINAL_NAME,
  type OfferedFile,
  type PlaybackClient,
  type RefusedPlayback,
  toDurationMs,
  type TrackPlayback,
} from '#models/playback.ts';
import type { Track } from '#models/track.ts';
import type { LoudnessService } from '../analysis/loudness-service.ts';
import type { MediaAddressSigner } from './media-address-signer.ts';
import { layOutWhole } from './whole-file.ts';
import type { RenditionReader } from './rendition-reader.ts';
import type { TrackSound, TrackSoundReader } from './track-sound-reader.ts';

export interface PlaybackServiceOptions {
  soundReader: TrackSoundReader;
  renditionReader: RenditionReader;
  signer: MediaAddressSigner;
  loudnessService: Pick<LoudnessService, 'findGains'>;
}

export interface PlaybackOutcome {
  playbacks: TrackPlayback[];
  refusals: RefusedPlayback[];
}

type PlayedTrack = Omit<TrackPlayback, 'loudness'> & { track: Track };

const REFUSALS: ReadonlySet<string> = new Set<RefusedPlayback['code']>([
  'not-found',
  'media-missing',
  'media-unreadable',
  'unsupported',
  'unavailable',
]);

/** Decides how a client plays tracks. */
export class PlaybackService {
  readonly #options: PlaybackServiceOptions;

  constructor(options: PlaybackServiceOptions) {
    this.#options = options;
  }

  /** One track that cannot be played keeps none of the others from it. */
  async decide(userId: UserId, trackIds: readonly TrackId[], client: PlaybackClient): Promise<PlaybackOutcome> {
    const outcomes = await Promise.all(
      trackIds.map((trackId) => this.#decideOne(trackId, client).catch((error) => toRefusal(trackId, error))),
    );
    const played = outcomes.flatMap((outcome) => ('code' in outcome ? [] : [outcome]));
    const gains = await this.#findGains(
      userId,
      played.map(({ track }) => track),
    );
    return {
      playbacks: played.map(({ track, ...playback }) => ({ ...playback, loudness: gains.get(track.id) ?? null })),
      refusals: outcomes.flatMap((outcome) => ('code' in outcome ? [outcome] : [])),
    };
  }

  /** Music goes on, not levelled, while the store is away. */
  async #findGains(userId: UserId, tracks: readonly Track[]): Promise<ReadonlyMap<TrackId, PlaybackGain>> {
    try {
      return await this.#options.loudnessService.findGains(userId, tracks);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unavailable') return new Map();
      throw error;
    }
  }

  async #decideOne(trackId: TrackId, client: PlaybackClient): Promise<PlayedTrack> {
    const { soundReader, renditionReader, signer } = this.#options;
    const sound = await soundReader.open(await soundReader.getFile(trackId));
    const { track, revision } = sound;
    const plan = decidePlayback(track.format, client, sound.sound);
    if (!plan) throw new DomainError('unsupported', 'The client takes nothing that can be made of this track.');
    const renditions = await renditionReader.openPlanned(sound, plan);
    const file = await this.#offerFile(sound, plan);
    if (renditions.length === 0 && !file)
      throw new DomainError('unavailable', 'There is no encoder for what the client takes.');
    const { token, expiresAtMs } = signer.sign({ trackId, revision });
    const [first] = renditions;
    return {
      address: { token, trackId, revision },
      expiresAtMs,
      decision: plan.decision,
      reason: plan.reason,
      durationMs: first ? toDurationMs(first) : (file?.durationMs ?? track.durationMs),
      file,
      renditions,
      track,
    };
  }

  async #offerFile(sound: TrackSound, { decision, file }: PlaybackPlan): Promise<OfferedFile | null> {
    if (file === null) return null;
    if (file === ORIGINAL_NAME) return toOriginalFile(sound);
    try {
      return layOutWhole(await this.#options.renditionReader.openEncoded(sound, file, 'mp4')).offer;
    } catch (error) {
      if (decision === 'transcode' || !(error instanceof DomainError)) throw error;
      return null;
    }
  }
}

function toOriginalFile({ contentType, fileName, file, sound }: TrackSound): OfferedFile {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? 'bin';
  return {
    path: `${ORIGINAL_NAME}.${extension}`,
    mimeType: contentType,
    bitrateKbps: sound.bitrateKbps,
    sizeBytes: file.sizeBytes,
    durationMs: null,
    isOriginal: true,
  };
}

function toRefusal(trackId: TrackId, error: unknown): RefusedPlayback {
  if (error instanceof DomainError && REFUSALS.has(error.code))
    return { trackId, code: error.code as RefusedPlayback['code'] };
  throw error;
}

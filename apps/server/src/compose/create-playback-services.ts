import { openPacketStream } from '@jetstream/media-containers';
import type { Config } from '#config/config.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import type { Transcoder } from '#gateways/transcoder.ts';
import type { LoudnessService } from '#services/analysis/loudness-service.ts';
import type { Clock } from '#services/clock.ts';
import type { KeyRing } from '#services/key-ring.ts';
import { MediaAddressSigner } from '#services/playback/media-address-signer.ts';
import { MediaService } from '#services/playback/media-service.ts';
import { PlaybackService } from '#services/playback/playback-service.ts';
import { RenditionReader } from '#services/playback/rendition-reader.ts';
import { SegmentMaker } from '#services/playback/segment-maker.ts';
import { TrackSoundReader } from '#services/playback/track-sound-reader.ts';
import { TranscodeQueue } from '#services/playback/transcode-queue.ts';
import type { StreamService } from '#services/stream-service.ts';
import type { Caches } from './open-caches.ts';

interface PlaybackFoundation extends Pick<Caches, 'segmentStore'> {
  config: Config;
  clock: Clock;
  mediaStore: MediaStore;
  transcoder: Transcoder;
}

interface PlaybackNeeds {
  streamService: StreamService;
  keyRing: KeyRing;
  loudnessService: LoudnessService;
}

/** How tracks reach players: what is decided, signed, cut, encoded and kept. */
export function createPlaybackServices(
  foundation: PlaybackFoundation,
  { streamService, keyRing, loudnessService }: PlaybackNeeds,
) {
  const { config, clock, mediaStore, segmentStore, transcoder } = foundation;
  const addressSigner = new MediaAddressSigner({ keyRing, clock });
  const soundReader = new TrackSoundReader({ streamService, mediaStore, openPackets: openPacketStream });
  const renditionReader = new RenditionReader({ transcoder });
  const { jobs, jobsPerUser } = config.transcoding;
  const queue = new TranscodeQueue({ limit: jobs, limitPerOwner: jobsPerUser, ...QUEUE_LENGTHS });
  const segmentMaker = new SegmentMaker({ transcoder, queue, store: segmentStore });
  const parts = { streamService, soundReader, renditionReader, segmentMaker, signer: addressSigner, loudnessService };
  return { addressSigner, playbackService: new PlaybackService(parts), mediaService: new MediaService(parts) };
}

/** A minute of work for two cores; who comes later is better off asking again. */
const QUEUE_LENGTHS = { longest: 500, longestPerOwner: 100 };

import type {
  Playback as PublicPlayback,
  PlaybackAnswer,
  PlaybackRendition as PublicRendition,
} from '@jetstream/api-contract';
import { toMediaPath } from '#models/media-address.ts';
import { ORIGINAL_NAME, type RefusedPlayback, type Rendition, type TrackPlayback } from '#models/playback.ts';
import { toTimestamp } from './timestamp.ts';

/** `origin` stands before addresses, where media is fetched from elsewhere. */
export const toPlaybackAnswer = (
  outcome: { playbacks: TrackPlayback[]; refusals: RefusedPlayback[] },
  origin: string | null,
): PlaybackAnswer => ({
  playbacks: outcome.playbacks.map((playback) => toPlayback(playback, origin ?? '')),
  refusals: outcome.refusals,
});

function toPlayback(playback: TrackPlayback, origin: string): PublicPlayback {
  const { address, renditions, file } = playback;
  const base = origin + toMediaPath(address);
  // Playlists hold fragmented MP4; the names of renditions need no escaping.
  const listed = renditions.filter(({ container }) => container === 'mp4').map(({ name }) => name);
  const toPlaylist = (name: string) => (listed.length > 0 ? `${base}/${name}?renditions=${listed.join(',')}` : null);
  return {
    trackId: address.trackId,
    decision: playback.decision,
    reason: playback.reason,
    durationMs: playback.durationMs,
    expiresAt: toTimestamp(playback.expiresAtMs),
    file: file && {
      url: `${base}/${file.path}`,
      mimeType: file.mimeType,
      bitrateKbps: file.bitrateKbps,
      sizeBytes: file.sizeBytes,
      isOriginal: file.isOriginal,
    },
    segments:
      renditions.length > 0 ? { renditions: renditions.map((rendition) => toRendition(base, rendition)) } : null,
    hlsUrl: toPlaylist('master.m3u8'),
    dashUrl: toPlaylist('manifest.mpd'),
    loudness: playback.loudness,
  };
}

const SEGMENT_EXTENSIONS = { mp4: 'm4s', webm: 'webm', mpeg: 'mp3' } as const;

function toRendition(base: string, rendition: Rendition): PublicRendition {
  const { name, container } = rendition;
  const segmentExtension = SEGMENT_EXTENSIONS[container];
  return {
    id: name,
    container,
    codec: rendition.codec,
    mimeType: rendition.mimeType,
    bitrateKbps: rendition.bitrateKbps,
    sampleRateHz: rendition.sampleRateHz,
    channels: rendition.channels,
    bitDepth: rendition.bitDepth,
    isOriginal: name === ORIGINAL_NAME,
    initUrl: `${base}/${name}/init.${container}`,
    segmentUrl: `${base}/${name}/{n}.${segmentExtension}`,
    segmentSamples: rendition.segmentSamples,
    segmentCount: rendition.segmentCount,
    delaySamples: rendition.delaySamples,
    durationSamples: rendition.durationSamples,
  };
}

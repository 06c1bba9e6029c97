import type { Playback } from '@jetstream/api-contract';

/** The server's answer for a file that plays as it is; levelled by its tags where a gain is given. */
export const buildPlayback = (trackId: string, trackGainDb?: number): Playback => ({
  trackId,
  decision: 'direct',
  reason: 'as-is',
  durationMs: 200_000,
  expiresAt: '2030-01-01T00:00:00.000Z',
  file: { url: `/media/${trackId}`, mimeType: 'audio/flac', sizeBytes: 1, bitrateKbps: 900, isOriginal: true },
  segments: null,
  hlsUrl: null,
  dashUrl: null,
  loudness:
    trackGainDb === undefined
      ? null
      : { trackGainDb, trackPeak: null, albumGainDb: null, albumPeak: null, source: 'tags' },
});

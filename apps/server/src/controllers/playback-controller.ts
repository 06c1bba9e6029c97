import type { Request, Response } from 'express';
import { notFound } from '#models/errors.ts';
import type { TrackId } from '#models/ids.ts';
import { ORIGINAL_NAME } from '#models/playback.ts';
import { toDashManifest } from '#presenters/dash-manifest.ts';
import { toMasterPlaylist, toMediaPlaylist } from '#presenters/hls-playlist.ts';
import { toPlaybackAnswer } from '#presenters/playback-presenter.ts';
import type { AuthService } from '#services/auth-service.ts';
import type { MadeBytes, MediaService } from '#services/playback/media-service.ts';
import type { PlaybackService } from '#services/playback/playback-service.ts';
import { toInlineDisposition } from './content-disposition.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';
import { answerEntity } from './entity-answer.ts';
import { identifyListener } from './identify-listener.ts';
import { sendMade, watchClient } from './made-sender.ts';
import { sendElsewhere } from './media-controller.ts';
import { TrackSender } from './track-sender.ts';

interface PlaybackControllerOptions {
  playbackService: PlaybackService;
  mediaService: MediaService;
  authService: Pick<AuthService, 'authenticate' | 'authenticateMedia'>;
  delivery: { mediaDelivery: 'node' | 'nginx'; mediaOrigin: string | null };
}

/** The address names the bytes, and ends before they could mean others. */
const FOR_EVER = 'public, max-age=31536000, immutable, no-transform';
/** Playlists say nothing that the address does not, but servers may list other renditions after an update. */
const PLAYLIST = 'private, max-age=60';
const HLS_TYPE = 'application/vnd.apple.mpegurl';
const DASH_TYPE = 'application/dash+xml';
const PLAYLIST_WRITERS = new Map([
  ['master.m3u8', toMasterPlaylist],
  ['manifest.mpd', toDashManifest],
]);

export function createPlaybackController({
  playbackService,
  mediaService,
  authService,
  delivery,
}: PlaybackControllerOptions): EndpointHandlers<'decidePlayback' | 'getMediaFile' | 'getMediaPart'> {
  const trackSender = new TrackSender(delivery);
  return {
    decidePlayback: async ({ caller, body }) =>
      toPlaybackAnswer(
        await playbackService.decide(caller.userId, body.trackIds as TrackId[], body.client),
        delivery.mediaOrigin,
      ),

    getMediaFile: async ({ params, query, http }) => {
      const version = { trackId: params.trackId as TrackId, revision: params.revision };
      if (params.file.startsWith(`${ORIGINAL_NAME}.`)) {
        const isGet = http.request.method === 'GET';
        const address = isGet ? await mediaService.findOriginalAddress(version, toInlineDisposition) : undefined;
        if (address) return sendElsewhere(address, http.response);
        await trackSender.send(await mediaService.openOriginal(version), FOR_EVER, http);
        return undefined;
      }
      const write = PLAYLIST_WRITERS.get(params.file);
      if (!write) throw notFound('file');
      const text = write(await mediaService.listRenditions(version, query.renditions?.split(',')));
      return sendPlaylist(
        text,
        { file: params.file, etag: `"${params.revision}-${query.renditions ?? ''}-${params.file}"` },
        http,
      );
    },

    getMediaPart: async ({ params, http }) => {
      const version = { trackId: params.trackId as TrackId, revision: params.revision };
      const etag = `"${params.revision}-${params.rendition}-${params.file}"`;
      if (params.file === 'index.m3u8') {
        const [rendition] = await mediaService.listRenditions(version, [params.rendition]);
        if (!rendition) throw notFound('rendition');
        return sendPlaylist(toMediaPlaylist(rendition), { file: params.file, etag }, http);
      }
      const signal = watchClient(http.response);
      const listener = { identify: () => identifyListener(http.request, authService), signal };
      const made = await mediaService.make(version, params, listener);
      return sendBytes(made, { etag, cacheControl: FOR_EVER }, http);
    },
  };
}

function sendPlaylist(
  text: string,
  { file, etag }: { file: string; etag: string },
  http: { request: Request; response: Response },
) {
  const contentType = file.endsWith('.mpd') ? DASH_TYPE : HLS_TYPE;
  const bytes = Buffer.from(text);
  const made: MadeBytes = {
    sizeBytes: bytes.length,
    contentType,
    getSizeBytes: async () => bytes.length,
    async *read(start, end) {
      yield bytes.subarray(start, end);
    },
  };
  return sendBytes(made, { etag, cacheControl: PLAYLIST }, http);
}

async function sendBytes(
  made: MadeBytes,
  { etag, cacheControl }: { etag: string; cacheControl: string },
  { request, response }: { request: Request; response: Response },
): Promise<undefined> {
  const sizeBytes = made.sizeBytes ?? (needsSize(request) ? await made.getSizeBytes() : null);
  const entity = { sizeBytes, etag, modifiedAtMs: null, cacheControl, head: { 'Content-Type': made.contentType } };
  const { status, head, part } = answerEntity(entity, request, response);
  if (!part) return void response.writeHead(status, head).end();
  await sendMade({ status, head }, made.read(part.start, part.start + part.length), response);
}

/** Whose answer has a length; to HTTP/1.0, whose answers without one end with the connection, half a segment would look like a whole one. */
const needsSize = ({ method, headers, httpVersion }: Request): boolean =>
  method === 'HEAD' || headers.range !== undefined || httpVersion === '1.0';

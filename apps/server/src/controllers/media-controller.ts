import type { Request, Response } from 'express';
import type { CoverId, TrackId } from '#models/ids.ts';
import type { CoverService } from '#services/cover-service.ts';
import type { StreamService } from '#services/stream-service.ts';
import { toInlineDisposition } from './content-disposition.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';
import { chooseImageFormat } from './image-negotiation.ts';
import { evaluatePreconditions } from './preconditions.ts';
import { TrackSender } from './track-sender.ts';

interface MediaControllerOptions {
  streamService: StreamService;
  coverService: CoverService;
  /** `Config.http`: who sends files of music, and who may see covers. */
  delivery: { mediaDelivery: 'node' | 'nginx'; hasPublicCovers: boolean };
}

/**
 * Only the listener's own cache may keep it, for an hour without asking: the file behind a track changes when its tags
 * are edited, and players that are in the middle of it notice by `If-Range`. Proxies must not transcode it.
 */
const AUDIO_CACHE_CONTROL = 'private, max-age=3600, no-transform';
/** A cover's id is the hash of its bytes. */
const COVER_LIFETIME = 'max-age=31536000, immutable';

export function createMediaController({
  streamService,
  coverService,
  delivery,
}: MediaControllerOptions): EndpointHandlers<'streamTrack' | 'getCover'> {
  const trackSender = new TrackSender(delivery);
  // Other sites may show what anybody may see.
  const coverHead = delivery.hasPublicCovers
    ? { 'Cache-Control': `public, ${COVER_LIFETIME}`, 'Cross-Origin-Resource-Policy': 'cross-origin' }
    : { 'Cache-Control': `private, ${COVER_LIFETIME}` };
  return {
    streamTrack: async ({ params, http: { request, response } }) => {
      const id = params.trackId as TrackId;
      // The address is signed for GET alone.
      const address = request.method === 'GET' ? await streamService.findAddress(id, toInlineDisposition) : undefined;
      if (address) return sendElsewhere(address, response);
      await trackSender.send(await streamService.openTrack(id), AUDIO_CACHE_CONTROL, { request, response });
      return undefined;
    },
    getCover: async ({ params, query, http: { request, response } }) => {
      const format = query.format ?? chooseImageFormat(request.headers.accept);
      const wish = { coverId: params.coverId as CoverId, sizePx: query.size, format };
      const etag = coverService.toETag(wish);
      const head = { ETag: etag, ...coverHead };
      if (request.headers['if-none-match'] !== undefined && listsKnownETag(request, etag)) {
        await coverService.getCover(wish.coverId);
        response.vary('Accept').writeHead(304, head).end();
        return undefined;
      }
      const bytes = await coverService.getRendition(wish);
      const type = { 'Content-Type': `image/${format}`, 'X-Content-Type-Options': 'nosniff' };
      response.vary('Accept').writeHead(200, { ...head, ...type, 'Content-Length': bytes.length });
      response.end(request.method === 'HEAD' ? undefined : bytes);
      return undefined;
    },
  };
}

const listsKnownETag = (request: Request, etag: string): boolean =>
  evaluatePreconditions({ 'if-none-match': request.headers['if-none-match'] }, { etag, modifiedAtMs: 0 }) ===
  'not-modified';

/** The player's own cache may keep the way there for as long as the address holds; half of it is spared for playing. */
export function sendElsewhere({ url, lifetimeMs }: { url: string; lifetimeMs: number }, response: Response): undefined {
  const maxAge = Math.floor(lifetimeMs / 2000);
  response.writeHead(302, { Location: url, 'Cache-Control': `private, max-age=${maxAge}`, 'Content-Length': 0 }).end();
}

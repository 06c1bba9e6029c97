import type { OutgoingHttpHeaders } from 'node:http';
import type { Request, Response } from 'express';
import { DomainError } from '#models/errors.ts';
import type { CoverId, TrackId } from '#models/ids.ts';
import type { CoverService } from '#services/cover-service.ts';
import type { OpenTrack, StreamService } from '#services/stream-service.ts';
import { resolveRange } from './byte-range.ts';
import { toInlineDisposition } from './content-disposition.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';
import { FileSender } from './file-sender.ts';
import { chooseImageFormat } from './image-negotiation.ts';
import { isFromTrustedProxy, isReadAlike, toMediaAddress } from './media-hand-over.ts';
import { evaluatePreconditions, isRangeCurrent, type Validators } from './preconditions.ts';

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
  delivery: { mediaDelivery, hasPublicCovers },
}: MediaControllerOptions): EndpointHandlers<'streamTrack' | 'getCover'> {
  const fileSender = new FileSender();
  const isHandedOver = (request: Request) =>
    mediaDelivery === 'nginx' && isFromTrustedProxy(request) && isReadAlike(request.headers);
  // Other sites may show what anybody may see.
  const coverHead = hasPublicCovers
    ? { 'Cache-Control': `public, ${COVER_LIFETIME}`, 'Cross-Origin-Resource-Policy': 'cross-origin' }
    : { 'Cache-Control': `private, ${COVER_LIFETIME}` };
  return {
    streamTrack: async ({ params, http: { request, response } }) => {
      const id = params.trackId as TrackId;
      // The address is signed for GET alone.
      const address = request.method === 'GET' ? await streamService.findAddress(id, toInlineDisposition) : undefined;
      if (address) return sendElsewhere(address, response);
      const track = await streamService.openTrack(id);
      try {
        const { status, head, part } = answerAudio(track, request, response, isHandedOver(request));
        // Before the head: a store that is away can still be told.
        if (part) await track.file.prepare(part.start, part.length);
        response.writeHead(status, head);
        if (part) await fileSender.send(track.file, part, response);
        else {
          response.end();
          track.file.release();
        }
      } finally {
        track.file.close();
      }
      return undefined;
    },
    getCover: async ({ params, query, http: { request, response } }) => {
      const format = chooseImageFormat(request.headers.accept);
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
function sendElsewhere({ url, lifetimeMs }: { url: string; lifetimeMs: number }, response: Response): undefined {
  const maxAge = Math.floor(lifetimeMs / 2000);
  response.writeHead(302, { Location: url, 'Cache-Control': `private, max-age=${maxAge}`, 'Content-Length': 0 }).end();
}

interface AudioAnswer {
  status: number;
  head: OutgoingHttpHeaders;
  /** What is to follow the head. */
  part?: { start: number; length: number };
}

/** @throws DomainError range-unsatisfiable */
function answerAudio(
  { file, absolutePath, contentType, fileName }: OpenTrack,
  request: Request,
  response: Response,
  isHandedOver: boolean,
): AudioAnswer {
  const validators: Validators = { etag: `"${file.revision}"`, modifiedAtMs: file.modifiedAtMs };
  const head = {
    ETag: validators.etag,
    'Last-Modified': new Date(validators.modifiedAtMs).toUTCString(),
    'Cache-Control': AUDIO_CACHE_CONTROL,
    'Accept-Ranges': 'bytes',
  };
  const verdict = evaluatePreconditions(request.headers, validators);
  if (verdict !== 'send') return { status: verdict === 'failed' ? 412 : 304, head };
  const entity = {
    ...head,
    'Content-Type': contentType,
    'Content-Disposition': toInlineDisposition(fileName),
    'X-Content-Type-Options': 'nosniff',
  };
  // Ranges are defined for GET alone (RFC 9110, section 14.2).
  const isRangeAsked = request.method === 'GET' && isRangeCurrent(request.headers['if-range'], validators);
  const range = resolveRange(isRangeAsked ? request.headers.range : undefined, file.sizeBytes);
  if (range.kind === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${file.sizeBytes}`);
    response.setHeader('Accept-Ranges', 'bytes');
    throw new DomainError('range-unsatisfiable', 'The range lies beyond the end of the file.');
  }
  if (isHandedOver && absolutePath !== null && request.method === 'GET' && file.sizeBytes > 0) {
    const { 'Accept-Ranges': ranges, ...kept } = entity;
    // NGINX says so itself with the whole file, and leaves it to us with a part.
    const ofPart = range.kind === 'part' ? { 'Accept-Ranges': ranges } : {};
    const address = { 'X-Accel-Redirect': toMediaAddress(absolutePath), 'Content-Length': 0 };
    return { status: 200, head: { ...kept, ...ofPart, ...address } };
  }
  if (range.kind === 'whole') {
    const whole = { status: 200, head: { ...entity, 'Content-Length': file.sizeBytes } };
    const hasBody = request.method !== 'HEAD' && file.sizeBytes > 0;
    return hasBody ? { ...whole, part: { start: 0, length: file.sizeBytes } } : whole;
  }
  const length = range.end - range.start + 1;
  const contentRange = `bytes ${range.start}-${range.end}/${file.sizeBytes}`;
  const head206 = { ...entity, 'Content-Range': contentRange, 'Content-Length': length };
  return { status: 206, head: head206, part: { start: range.start, length } };
}

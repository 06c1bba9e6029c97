import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { playbackAnswer, playbackRequest } from '../schemas/playback.ts';
import { id } from '../schemas/primitives.ts';

const token = z.string().max(2048).optional();

const signedAddress = z.object({ token: id, trackId: id, revision: id });
const name = z
  .string()
  .max(64)
  .regex(/^[\w.-]+$/);
/** Of a playlist: the names of the renditions to choose from, best first; without, those that any player takes. */
const playlistQuery = z.object({
  renditions: z
    .string()
    .max(500)
    .regex(/^[\w,-]+$/)
    .optional(),
});

export const mediaEndpoints = {
  streamTrack: defineEndpoint('streamTrack', {
    summary: 'The original file, with ranges (also HEAD)',
    tag: 'media',
    access: 'media',
    params: z.object({ trackId: id }),
    query: z.object({ token }),
    output: 'audio',
    errors: ['not-found', 'media-missing', 'range-unsatisfiable'],
    isConditional: true,
  }),
  decidePlayback: defineEndpoint('decidePlayback', {
    summary: 'How a client may play tracks: as they are, in another container, or encoded; with addresses for it',
    tag: 'media',
    access: 'listener',
    body: playbackRequest,
    output: playbackAnswer,
  }),
  getMediaFile: defineEndpoint('getMediaFile', {
    summary: 'The original file, or a playlist (HLS, DASH) of a track (also HEAD)',
    tag: 'media',
    access: 'signed',
    params: signedAddress.extend({ file: name }),
    query: playlistQuery,
    output: 'audio',
    errors: ['not-found', 'media-missing', 'media-unreadable', 'range-unsatisfiable'],
    isConditional: true,
  }),
  getMediaPart: defineEndpoint('getMediaPart', {
    summary: 'One rendition of a track: a segment, its beginning, its playlist or all of it (also HEAD)',
    tag: 'media',
    access: 'signed',
    params: signedAddress.extend({ rendition: name, file: name }),
    output: 'audio',
    errors: ['not-found', 'media-missing', 'media-unreadable', 'range-unsatisfiable'],
    isConditional: true,
  }),
  getCover: defineEndpoint('getCover', {
    summary: 'Artwork, scaled to fit `size` pixels, as AVIF, WebP or JPEG: as `format` says, else by Accept',
    tag: 'media',
    access: 'media',
    params: z.object({ coverId: id }),
    query: z.object({
      token,
      size: z.coerce.number().int().min(16).max(1600).default(600),
      format: z.enum(['avif', 'webp', 'jpeg']).optional(),
    }),
    output: 'image',
    errors: ['not-found', 'media-missing'],
    isConditional: true,
  }),
};

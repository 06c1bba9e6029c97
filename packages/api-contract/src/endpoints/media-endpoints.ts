import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { id } from '../schemas/primitives.ts';

const token = z.string().max(2048).optional();

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
  getCover: defineEndpoint('getCover', {
    summary: 'Artwork, scaled to fit `size` pixels, as AVIF, WebP or JPEG by Accept',
    tag: 'media',
    access: 'media',
    params: z.object({ coverId: id }),
    query: z.object({ token, size: z.coerce.number().int().min(16).max(1600).default(600) }),
    output: 'image',
    errors: ['not-found', 'media-missing'],
    isConditional: true,
  }),
};

import type { RequestHandler } from 'express';
import { notFound } from '#models/errors.ts';

/** Whatever nobody answered before. */
export function refusePath(): RequestHandler {
  return () => {
    throw notFound('address');
  };
}

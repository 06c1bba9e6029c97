import express, { type RequestHandler } from 'express';
import { DomainError } from '#models/errors.ts';
import { sendProblem } from './handle-errors.ts';

/**
 * Reads a JSON body. Another content type is refused even when empty: an HTML form, which another site could submit, can
 * only send those others.
 */
export function readJsonBody(options: { limitBytes: number }): RequestHandler {
  const parse = express.json({ limit: options.limitBytes });
  return (request, response, next) => {
    const type = request.headers['content-type'];
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
    if ((type !== undefined || hasBody) && !request.is('application/json') && !isEmptyJson(type, hasBody)) {
      const message = 'must be application/json';
      const fields = [{ path: 'headers/content-type', message }];
      sendProblem(response, new DomainError('validation', `The content type ${message}.`, { fields }), 415);
    } else parse(request, response, next);
  };
}

/** `request.is` answers only for requests with a body; clients may name the type without sending one. */
const isEmptyJson = (type: string | undefined, hasBody: boolean): boolean =>
  !hasBody && /^application\/json\b/i.test(type ?? '');

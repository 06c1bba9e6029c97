import type { RequestHandler } from 'express';
import { setRequestContext } from './request-context.ts';

const ACCEPTABLE_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives every request an id; one that a trusted proxy has given is kept, so that its log and ours tell one story. */
export function attachRequestContext(options: { createId: () => string; isProxyTrusted: boolean }): RequestHandler {
  return (request, response, next) => {
    const given = options.isProxyTrusted ? request.get('x-request-id') : undefined;
    const requestId = given !== undefined && ACCEPTABLE_ID.test(given) ? given : options.createId();
    setRequestContext(response, {
      requestId,
      caller: undefined,
      input: { params: undefined, query: undefined, body: undefined },
      endpointName: undefined,
    });
    response.setHeader('x-request-id', requestId);
    next();
  };
}

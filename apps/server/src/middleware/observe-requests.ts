import { endpoints, type EndpointName } from '@jetstream/api-contract';
import type { RequestHandler } from 'express';
import type { Logger } from '#observability/logger.ts';
import type { ObservedRequest } from '#services/activity-recorder.ts';
import { getRequestContext } from './request-context.ts';

/** The part of the metrics that this middleware feeds. */
export interface RequestObserver {
  observeRequest(endpoint: string, status: number, seconds: number): void;
}

/** Where requests are written down for good. */
export interface RequestRecorder {
  recordRequest(request: ObservedRequest): void;
}

/** NGINX's word for a client that went before it was answered: no fault of anybody, and no success. */
const CLIENT_GONE = 499;

/** One log line, one measurement and one record for each answer. The query is left out: it may carry a token. */
export function observeRequests(logger: Logger, observer: RequestObserver, recorder: RequestRecorder): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const { socket } = request;
    // Of the whole connection, which carries one request after the other.
    const writtenBefore = socket.bytesWritten;
    response.once('close', () => {
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      const { requestId, endpointName, caller } = getRequestContext(response);
      const endpoint = endpointName ?? 'other';
      const status = response.headersSent ? response.statusCode : CLIENT_GONE;
      observer.observeRequest(endpoint, status, durationMs / 1000);
      recorder.recordRequest({
        method: request.method,
        endpoint,
        status,
        durationMs,
        sizeBytes: Math.max(0, socket.bytesWritten - writtenBefore),
        userId: caller?.userId ?? null,
        isAdministration: endpoints[endpoint as EndpointName]?.access === 'administrator',
      });
      if (!logger.isLevelEnabled('debug')) return;
      const path = request.originalUrl.split('?', 1)[0];
      const isComplete = response.writableFinished;
      const fields = { requestId, status, durationMs, userId: caller?.userId, isComplete };
      logger.debug(fields, `${request.method} ${path}`);
    });
    next();
  };
}

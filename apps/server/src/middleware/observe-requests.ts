import type { RequestHandler } from 'express';
import type { Logger } from '#observability/logger.ts';
import { getRequestContext } from './request-context.ts';

/** The part of the metrics that this middleware feeds. */
export interface RequestObserver {
  observeRequest(endpoint: string, status: number, seconds: number): void;
}

/** One log line and one measurement for each answer. The query is left out: it may carry a token. */
export function observeRequests(logger: Logger, observer: RequestObserver): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      const { requestId, endpointName, caller } = getRequestContext(response);
      observer.observeRequest(endpointName ?? 'other', response.statusCode, durationMs / 1000);
      if (!logger.isLevelEnabled('debug')) return;
      const path = request.originalUrl.split('?', 1)[0];
      const isComplete = response.writableFinished;
      const fields = { requestId, status: response.statusCode, durationMs, userId: caller?.userId, isComplete };
      logger.debug(fields, `${request.method} ${path}`);
    });
    next();
  };
}

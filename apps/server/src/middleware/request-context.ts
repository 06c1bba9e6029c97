import type { Response } from 'express';
import type { Caller } from '#models/caller.ts';

/** What is known about a request while it is being answered. */
export interface RequestContext {
  requestId: string;
  /** Set by `authenticate`. */
  caller: Caller | undefined;
  /** Set by `validate`. */
  input: { params: unknown; query: unknown; body: unknown };
  /** Set by the binder, for logs and metrics; undefined for pages and unknown paths. */
  endpointName: string | undefined;
}

const KEY = 'context';

export function setRequestContext(response: Response, context: RequestContext): void {
  response.locals[KEY] = context;
}

export function getRequestContext(response: Response): RequestContext {
  return response.locals[KEY] as RequestContext;
}

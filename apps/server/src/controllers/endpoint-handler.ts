import type { EndpointAnswer, EndpointName, EndpointRequest, endpoints } from '@jetstream/api-contract';
import type { Request, Response } from 'express';
import type { Caller } from '#models/caller.ts';

export type { Caller } from '#models/caller.ts';

type CallerOf<N extends EndpointName> = (typeof endpoints)[N]['access'] extends 'public' ? undefined : Caller;

export interface HandlerRequest<N extends EndpointName> extends EndpointRequest<N> {
  caller: CallerOf<N>;
  requestId: string;
  /** For cookies, ranges and streams; a handler of JSON does not touch it. */
  http: { request: Request; response: Response };
}

/**
 * Answers one endpoint: validated input in, public shape out. Handlers of bytes and events write the response themselves
 * and return undefined.
 */
export type EndpointHandler<N extends EndpointName> = (request: HandlerRequest<N>) => Promise<EndpointAnswer<N>>;

/** A route table: one handler for each endpoint of a resource. */
export type EndpointHandlers<N extends EndpointName> = { [Name in N]: EndpointHandler<Name> };

import { endpoints, type Endpoint, type EndpointName } from '@jetstream/api-contract';
import type { ErrorRequestHandler, IRouter, Request, RequestHandler, Response } from 'express';
import type { EndpointHandlers } from '#controllers/endpoint-handler.ts';
import { authenticate, type Authenticator } from '#middleware/authenticate.ts';
import { checkSignedAddress, type AddressVerifier } from '#middleware/check-signed-address.ts';
import { limitRate, limitRefusals, type RequestAllowance } from '#middleware/limit-rate.ts';
import { readJsonBody } from '#middleware/read-json-body.ts';
import { getRequestContext } from '#middleware/request-context.ts';
import { refuseMethod } from '#middleware/refuse-method.ts';
import { requireSameOrigin } from '#middleware/require-same-origin.ts';
import { type AnswerKeeper, encodeAnswer, sendAnswer, sendEncoded } from '#middleware/send-answer.ts';
import { validate } from '#middleware/validate.ts';
import { keptAnswers } from './kept-answers.ts';

export interface EndpointGates {
  authenticator: Authenticator;
  addressVerifier: AddressVerifier;
  allowance: RequestAllowance;
  answerKeeper: AnswerKeeper;
  /** Origins besides the server's own whose pages may sign in. */
  allowedOrigins: readonly string[];
  /** Covers need no credentials, so that proxies may keep them. */
  hasPublicCovers: boolean;
}

/** Room for a queue of ten thousand tracks; strangers, who have little to say, get less. */
const LARGEST_BODY_BYTES = { signedIn: 2 * 1024 ** 2, public: 64 * 1024 } as const;

type AnyHandler = (request: unknown) => Promise<unknown>;

/** Mounts every endpoint of the contract. */
export function mountEndpoints(router: IRouter, handlers: EndpointHandlers<EndpointName>, gates: EndpointGates): void {
  for (const endpoint of byFrequency()) {
    const handler = handlers[endpoint.name] as AnyHandler;
    router[routerMethod(endpoint)](
      endpoint.path,
      ...gatesOf(endpoint, gates),
      answer(endpoint, handler, gates.answerKeeper),
    );
  }
  refuseOtherMethods(router);
}

/** The router tries one path after another: streams and covers, asked for most and compared by their cost, come first. */
function byFrequency(): Endpoint[] {
  const [media = [], others = []] = [true, false].map((isMedia) =>
    (Object.values(endpoints) as Endpoint[]).filter(({ tag }) => (tag === 'media') === isMedia),
  );
  return [...media, ...others];
}

function gatesOf(endpoint: Endpoint, gates: EndpointGates): (RequestHandler | ErrorRequestHandler)[] {
  // Whoever has an address was counted when asking for it; caches ask for many others at once.
  if (endpoint.access === 'signed')
    return [
      nameEndpoint(endpoint),
      validate(endpoint),
      checkSignedAddress(gates.addressVerifier),
      limitRefusals(gates.allowance),
    ];
  const isHealthCheck = endpoint.name === 'getHealth' || endpoint.name === 'getReadiness';
  const limitBytes = LARGEST_BODY_BYTES[endpoint.access === 'public' ? 'public' : 'signedIn'];
  // Public writes are those that cookies authenticate; all others need a bearer token, which no other site can send.
  const usesCookies = endpoint.access === 'public' && endpoint.method !== 'GET';
  const isPublicCover = endpoint.name === 'getCover' && gates.hasPublicCovers;
  return [
    nameEndpoint(endpoint),
    ...(usesCookies ? [requireSameOrigin(gates.allowedOrigins)] : []),
    authenticate(isPublicCover ? 'public' : endpoint.access, gates.authenticator),
    limitRefusals(gates.allowance),
    ...(isHealthCheck ? [] : [limitRate(gates.allowance)]),
    ...(endpoint.body ? [readJsonBody({ limitBytes })] : []),
    validate(endpoint),
  ];
}

function nameEndpoint(endpoint: Endpoint): RequestHandler {
  return (_request, response, next) => {
    getRequestContext(response).endpointName = endpoint.name;
    next();
  };
}

function answer(endpoint: Endpoint, handler: AnyHandler, keeper: AnswerKeeper): RequestHandler {
  const run = async (request: Request, response: Response): Promise<unknown> => {
    const { caller, requestId, input } = getRequestContext(response);
    return handler({ ...input, caller, requestId, http: { request, response } });
  };
  if (keptAnswers.has(endpoint.name)) return answerFromKeeper(endpoint.name, run, keeper);
  if (endpoint.method === 'GET')
    return async (request, response) => sendAnswer(endpoint, await run(request, response), response);
  return async (request, response) => {
    const outcome = await Promise.allSettled([run(request, response)]);
    // A write that failed may have been done in part.
    const { caller } = getRequestContext(response);
    if (caller) await keeper.noteWrite(caller, endpoint.access === 'administrator');
    if (outcome[0].status === 'rejected') throw outcome[0].reason;
    sendAnswer(endpoint, outcome[0].value, response);
  };
}

function answerFromKeeper(
  endpoint: EndpointName,
  run: (request: Request, response: Response) => Promise<unknown>,
  keeper: AnswerKeeper,
): RequestHandler {
  return async (request, response) => {
    const { caller, input } = getRequestContext(response);
    const make = async () => encodeAnswer(await run(request, response));
    sendEncoded(await (caller ? keeper.answer({ endpoint, caller, input }, make) : make()), response);
  };
}

function refuseOtherMethods(router: IRouter): void {
  const byPath = Map.groupBy(Object.values(endpoints) as Endpoint[], (endpoint) => endpoint.path);
  for (const [path, sharing] of byPath) {
    const methods = sharing.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    router.all(path, refuseMethod([...methods, 'OPTIONS']));
  }
}

const routerMethod = (endpoint: Endpoint) =>
  endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';

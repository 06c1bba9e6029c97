import type { ErrorRequestHandler, Request, Response } from 'express';
import { DomainError } from '#models/errors.ts';
import { logFailure, type Logger } from '#observability/logger.ts';
import { toProblem } from './problem.ts';
import { getRequestContext } from './request-context.ts';

/** Answers errors as problem documents. Whatever is not a DomainError is a bug: logged once, shown to nobody. */
export function handleErrors(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    if (response.headersSent || request.socket.destroyed) {
      // Half an answer cannot be turned into another one; cutting it off tells the client that it is incomplete.
      logFault(logger, thrown, request, response);
      response.destroy();
      return;
    }
    const error = toDomainError(thrown);
    if (isFault(error)) logFault(logger, thrown, request, response);
    sendProblem(response, error, isHttpError(thrown) && thrown.status === 415 ? 415 : undefined);
  };
}

export function sendProblem(response: Response, error: DomainError, status?: number): void {
  const { requestId } = getRequestContext(response);
  const instance = response.req.originalUrl.split('?', 1)[0] ?? '';
  const problem = toProblem(error, { instance, requestId, ...(status !== undefined && { status }) });
  for (const name of ['etag', 'content-encoding', 'last-modified']) response.removeHeader(name);
  // With 416 it tells the length of the file (RFC 9110, section 15.5.17).
  if (error.code !== 'range-unsatisfiable') response.removeHeader('content-range');
  response.setHeader('cache-control', 'no-store');
  if (problem.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(problem.retryAfterSeconds));
  if (error.code === 'unauthenticated') response.setHeader('www-authenticate', 'Bearer realm="JetStream"');
  const body = Buffer.from(JSON.stringify(problem));
  response.status(problem.status).setHeader('content-type', 'application/problem+json; charset=utf-8');
  response.setHeader('content-length', body.length);
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function toDomainError(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  if (thrown instanceof URIError) return new DomainError('validation', 'The address is not well formed.');
  if (isHttpError(thrown)) return fromHttpError(thrown);
  return new DomainError('internal', 'The server made a mistake. Its log has the details under this request id.');
}

interface HttpError extends Error {
  status: number;
  type?: string;
  /** Bytes, when the body is larger. */
  limit?: number;
}
const isHttpError = (thrown: unknown): thrown is HttpError =>
  thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number' && thrown.status < 500;

/** Errors of Express's router and body parser. */
function fromHttpError(error: HttpError): DomainError {
  if (error.type === 'entity.too.large')
    return new DomainError('too-large', `The body is larger than ${toSizeText(error.limit ?? 0)}.`, { cause: error });
  const faults: Record<string, string> = {
    'entity.parse.failed': 'is not well-formed JSON',
    'encoding.unsupported': 'has a content encoding that is not supported',
    'charset.unsupported': 'must be in UTF-8',
    'request.aborted': 'did not arrive completely',
    'request.size.invalid': 'does not have the announced length',
  };
  const message = faults[error.type ?? ''];
  if (message === undefined) return new DomainError('validation', 'The request is not well formed.', { cause: error });
  return new DomainError('validation', `The body ${message}.`, { fields: [{ path: 'body', message }], cause: error });
}

const toSizeText = (bytes: number): string =>
  bytes < 1024 ** 2 ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor(bytes / 1024 ** 2)} MB`;

function logFault(logger: Logger, error: unknown, request: Request, response: Response): void {
  const { requestId, endpointName, caller } = getRequestContext(response);
  // A refusal that nobody is there for is as little a fault as one that was read.
  const isNoFault = error instanceof DomainError ? !isFault(error) : isConnectionLoss(error);
  const isClientGone = (request.socket.destroyed || response.destroyed) && isNoFault;
  const facts = { requestId, endpoint: endpointName, method: request.method, userId: caller?.userId };
  if (isClientGone) logger.debug({ ...facts, err: error }, 'client went away');
  else logFailure(logger, error, 'request failed', facts);
}

const isFault = ({ code }: DomainError): boolean => code === 'internal' || code === 'unavailable';

/** What sockets, streams and `watchClient` say. */
const CONNECTION_LOSSES: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
  'ERR_STREAM_DESTROYED',
]);

const isConnectionLoss = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && CONNECTION_LOSSES.has(error.code);

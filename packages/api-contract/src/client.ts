import { endpointPaths, type EndpointName } from './endpoint-paths.ts';
import type { EndpointInput, EndpointResult } from './endpoints.ts';
import type { ErrorCode } from './error-codes.ts';
import type { FieldFault, Problem } from './schemas/problem.ts';

/** An error answer of the server, or `unavailable` when it could not be reached at all (`isOffline`). */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly isOffline: boolean;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldFault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Partial<Problem> & { code: ErrorCode }, options: { isOffline?: boolean; cause?: unknown } = {}) {
    super(problem.detail ?? problem.title ?? problem.code, { cause: options.cause });
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status ?? 0;
    this.isOffline = options.isOffline ?? false;
    this.requestId = problem.requestId;
    this.fields = problem.fields ?? [];
    this.retryAfterSeconds = problem.retryAfterSeconds;
  }
}

export interface ApiClientOptions {
  /** Origin such as `http://localhost:4533`; empty for the page's own. */
  baseUrl: string;
  fetch: typeof fetch;
  /** The bearer token to send, renewed by the caller; undefined when signed out. */
  getAccessToken?: () => string | undefined;
}

export interface ApiClient {
  /** @throws ApiError on any answer but a success. */
  call<N extends EndpointName>(name: N, ...input: InputArguments<N>): Promise<EndpointResult<N>>;
  /** The bare response of an endpoint whose body is not JSON (audio, image, events). */
  open<N extends EndpointName>(name: N, ...input: InputArguments<N>): Promise<Response>;
}

interface CallOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}
type InputArguments<N extends EndpointName> =
  Record<never, never> extends EndpointInput<N>
    ? [input?: EndpointInput<N> & CallOptions]
    : [input: EndpointInput<N> & CallOptions];
interface AnyInput extends CallOptions {
  params?: object;
  query?: object;
  body?: unknown;
}

/** Whether calling the endpoint changes nothing, so that it may be tried again. */
export function isReadEndpoint(name: EndpointName): boolean {
  return endpointPaths[name].startsWith('GET ');
}

/** Path with query, such as `/api/v1/tracks?limit=50`; undefined values are left out. */
export function endpointUrl<N extends EndpointName>(
  name: N,
  input: Pick<EndpointInput<N>, 'params' | 'query'>,
): string {
  return buildUrl(name, input as AnyInput);
}

function buildUrl(name: EndpointName, input: AnyInput): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const template = endpointPaths[name].slice(endpointPaths[name].indexOf(' ') + 1);
  const path = template.replace(/:([A-Za-z]+)/g, (_, key: string) => encodeURIComponent(String(params[key])));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) if (value !== undefined) query.set(key, String(value));
  return query.size > 0 ? `${path}?${query}` : path;
}

export function createApiClient(options: ApiClientOptions): ApiClient {
  const send = async (name: EndpointName, input: AnyInput = {}): Promise<Response> => {
    const method = endpointPaths[name].slice(0, endpointPaths[name].indexOf(' '));
    const token = options.getAccessToken?.();
    const headers: Record<string, string> = { accept: 'application/json', ...input.headers };
    if (token) headers['authorization'] = `Bearer ${token}`;
    if (input.body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (input.body !== undefined) init.body = JSON.stringify(input.body);
    if (input.signal) init.signal = input.signal;
    const response = await reach(() => options.fetch(options.baseUrl + buildUrl(name, input), init), input.signal);
    if (!response.ok) throw await toApiError(response);
    return response;
  };
  const call = async (name: EndpointName, input?: AnyInput): Promise<unknown> => {
    const response = await send(name, input);
    return response.status === 204 ? undefined : ((await response.json()) as unknown);
  };
  return { call: call as ApiClient['call'], open: send as ApiClient['open'] };
}

async function reach(request: () => Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await request();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError({ code: 'unavailable', title: 'The server cannot be reached' }, { isOffline: true, cause });
  }
}

async function toApiError(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  if (!isProblem)
    return new ApiError({
      code: response.status >= 500 ? 'unavailable' : 'internal',
      status: response.status,
      title: response.statusText,
    });
  return new ApiError((await response.json()) as Problem);
}

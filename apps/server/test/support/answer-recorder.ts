import assert from 'node:assert/strict';
import {
  declaredErrors,
  endpoints,
  problem,
  type Endpoint,
  type EndpointName,
  type ErrorCode,
} from '@jetstream/api-contract';

/** How an endpoint answered: as it should, not changed (304), or with an error. */
export type Outcome = 'ok' | 'not-modified' | ErrorCode;

const patterns = (Object.values(endpoints) as Endpoint[]).map((endpoint) => ({
  endpoint,
  pattern: new URLPattern({ pathname: endpoint.path }),
}));

/** Watches a server's answers: each must be what the contract declares, and each is remembered for `endpointTest`. */
export class AnswerRecorder {
  readonly #seen = new Set<string>();
  /** Breaks of the contract. Kept, since throwing here would look like a lost connection to the client. */
  readonly faults: unknown[] = [];
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await fetch(input, init);
    await this.#record(request, response).catch((fault: unknown) => this.faults.push(fault));
    return response;
  };

  has(name: EndpointName, outcome: Outcome): boolean {
    return this.#seen.has(`${name} ${outcome}`);
  }

  async #record(request: Request, response: Response): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const { endpoint } = patterns.find((row) => row.endpoint.method === method && row.pattern.test(request.url)) ?? {};
    if (!endpoint) return;
    const outcome = await checkAnswer(endpoint, request, response);
    this.#seen.add(`${endpoint.name} ${outcome}`);
  }
}

async function checkAnswer(endpoint: Endpoint, request: Request, response: Response): Promise<Outcome> {
  if (response.status === 304) return 'not-modified';
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    if (request.method === 'HEAD') return 'internal';
    const { code, status } = problem.parse(await response.clone().json());
    assert.equal(status, response.status);
    assert.ok(
      declaredErrors(endpoint).includes(code),
      `${endpoint.name} answered ${code}, which the contract does not declare`,
    );
    return code;
  }
  // Readiness is the one answer that keeps its shape when it is bad news.
  if (endpoint.name === 'getReadiness' && response.status === 503) return 'unavailable';
  if (typeof endpoint.output !== 'string') {
    assert.equal(response.status, endpoint.status ?? 200);
    if (request.method !== 'HEAD') endpoint.output.parse(await response.clone().json());
  }
  return 'ok';
}

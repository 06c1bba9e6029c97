import { ApiError, createApiClient, endpointUrl, isReadEndpoint, type ApiClient } from '@jetstream/api-contract/client';
import type { EndpointName, EndpointResult, Session } from '@jetstream/api-contract';
import { Emitter } from '../emitter.ts';
import type { Environment, ExclusiveLock } from '../environment.ts';
import type { KeyValueStorage } from '../storage/key-value-storage.ts';
import type { ApiInput, ApiResult, ApiService, ApiServiceEvents, Credentials } from './api-service.ts';
import { toErrorInfo, type ErrorInfo } from './error-info.ts';
import { EventStream } from './event-stream.ts';
import { SessionHolder } from './session-holder.ts';

export type ApiFetch = typeof fetch;

export interface HttpApiOptions {
  baseUrl: string;
  fetch: ApiFetch;
  environment: Environment;
  storage: KeyValueStorage;
  lock: ExclusiveLock;
}

const RETRY_READ_AFTER_MS = 400;
const PATIENCE_MS = 30_000;
/** A server that cannot renew sessions for a while goes on serving: the device asks again, before and after its token ends. */
const RENEW_AGAIN_AFTER_MS = 20_000;
/** Set while the server has not heard of a sign-out: its cookie would sign the person in again at the next start. */
const SIGN_OUT_PENDING = 'sign-out-pending';
/** Whether this device was signed in when last seen: saves a new visitor a request that can only be refused. */
const SESSION_KNOWN = 'session-known';
const sessionIsOver = new Set(['session-expired', 'session-reused', 'unauthenticated']);

export class HttpApiService implements ApiService {
  readonly #options: HttpApiOptions;
  readonly #client: ApiClient;
  readonly #parting: ApiClient;
  readonly #session: SessionHolder;
  readonly #events: EventStream;
  readonly #emitter = new Emitter<ApiServiceEvents>();
  #renewal: Promise<ApiResult<Session>> | undefined;
  /** Grows at sign-in and sign-out, so that a renewal under way cannot bring an old session back. */
  #generation = 0;

  constructor(options: HttpApiOptions) {
    this.#options = options;
    const { baseUrl, environment } = options;
    this.#session = new SessionHolder(environment, () => void this.renewSession());
    const getAccessToken = (): string | undefined => this.#session.token;
    this.#client = createApiClient({ baseUrl, fetch: options.fetch, getAccessToken });
    const fetchKeptAlive: ApiFetch = (input, init) => options.fetch(input, { ...init, keepalive: true });
    this.#parting = createApiClient({ baseUrl, fetch: fetchKeptAlive, getAccessToken });
    this.#events = new EventStream({
      open: (input) => this.#authorised(() => this.#client.open('streamEvents', input)),
      environment,
      onEvent: (event) => this.#emitter.emit('serverEvent', event),
      onOpened: (isResumed) => this.#emitter.emit('eventsOpened', { isResumed }),
      onLost: () => this.#emitter.emit('eventsLost', {}),
    });
  }

  async request<N extends EndpointName>(name: N, input: ApiInput<N>): Promise<ApiResult<EndpointResult<N>>> {
    const { isKeptAlive, ...callInput } = input;
    const client = isKeptAlive ? this.#parting : this.#client;
    const call = client.call as (name: N, input: object) => Promise<EndpointResult<N>>;
    const attempt = () =>
      this.#within(input.signal, (signal) => this.#authorised(() => call(name, { ...callInput, signal })));
    const answer = await attempt();
    if (!answer.error || !isReadEndpoint(name) || !isWorthRetry(answer.error) || input.signal?.aborted) return answer;
    await this.#pause(RETRY_READ_AFTER_MS * (1 + this.#options.environment.random()));
    return input.signal?.aborted ? answer : attempt();
  }

  setUp(credentials: Credentials): Promise<ApiResult<Session>> {
    const body = { ...credentials, deviceName: this.#options.environment.clientName };
    return this.#begin(this.#client.call('setUp', { body }));
  }

  signIn(credentials: Credentials): Promise<ApiResult<Session>> {
    const body = { ...credentials, deviceName: this.#options.environment.clientName };
    return this.#begin(this.#client.call('login', { body }));
  }

  async signOut(): Promise<void> {
    this.dropSession();
    this.#options.storage.set(SESSION_KNOWN, 'no');
    this.#options.storage.set(SIGN_OUT_PENDING, 'yes');
    await this.#finishSignOut();
  }

  dropSession(): void {
    this.#generation += 1;
    this.#session.clear();
  }

  renewSession(): Promise<ApiResult<Session>> {
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async getAccessToken(): Promise<string | undefined> {
    if (this.#session.isExpired) await this.renewSession();
    return this.#session.token;
  }

  streamUrl(trackId: string): string {
    return this.#options.baseUrl + endpointUrl('streamTrack', { params: { trackId } });
  }

  coverUrl(coverId: string, sizePx: number, format?: 'jpeg'): string {
    return this.#options.baseUrl + endpointUrl('getCover', { params: { coverId }, query: { size: sizePx, format } });
  }

  openEvents(): void {
    this.#events.start();
  }

  closeEvents(): void {
    this.#events.stop();
  }

  on<Name extends keyof ApiServiceEvents>(name: Name, listener: (event: ApiServiceEvents[Name]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  async #begin(call: Promise<Session>): Promise<ApiResult<Session>> {
    const answer = await settle(call);
    if (!answer.data) return answer;
    this.#generation += 1;
    this.#options.storage.remove(SIGN_OUT_PENDING);
    this.#options.storage.set(SESSION_KNOWN, 'yes');
    this.#session.accept(answer.data);
    return answer;
  }

  async #renew(): Promise<ApiResult<Session>> {
    const generation = this.#generation;
    const hadSession = this.#session.token !== undefined;
    const refused = await this.#finishSignOut();
    if (refused) return { error: refused };
    if (!hadSession && this.#isSignedOutForSure())
      return { error: { ...toErrorInfo(undefined), code: 'session-expired' } };
    const answer = await this.#options.lock.run('session-renewal', () =>
      this.#within(undefined, (signal) => this.#client.call('refreshSession', { body: {}, signal })),
    );
    if (generation !== this.#generation) return { error: toErrorInfo(undefined) };
    if (answer.data) {
      this.#session.accept(answer.data);
      this.#emitter.emit('sessionRenewed', { session: answer.data });
    } else if (sessionIsOver.has(answer.error.code)) {
      this.#session.clear();
      this.#options.storage.set(SESSION_KNOWN, 'no');
      const code = answer.error.code === 'session-reused' ? 'session-reused' : 'session-expired';
      if (hadSession) this.#emitter.emit('sessionEnded', { code });
    } else if (hadSession) {
      this.#session.renewIn(RENEW_AGAIN_AFTER_MS * (1 + this.#options.environment.random()));
    }
    return answer;
  }

  /** Only a storage that keeps what it is given can be trusted with a no. */
  #isSignedOutForSure(): boolean {
    const { storage } = this.#options;
    return storage.get(SESSION_KNOWN) !== 'yes' && storage.set(SESSION_KNOWN, 'no');
  }

  /** Tells the server about a sign-out it has not heard of. The error that stands in the way, if any. */
  async #finishSignOut(): Promise<ErrorInfo | undefined> {
    if (this.#options.storage.get(SIGN_OUT_PENDING) === null) return undefined;
    const answer = await settle(this.#client.call('logout', { body: {} }));
    if (answer.error && isWorthRetry(answer.error)) return answer.error;
    this.#options.storage.remove(SIGN_OUT_PENDING);
    return undefined;
  }

  /** Renews the session before or after the call where that is what it lacks, and calls again once. */
  async #authorised<T>(send: () => Promise<T>): Promise<T> {
    const { userId } = this.#session;
    if (this.#session.isExpired) await this.renewSession();
    this.#refuseOther(userId);
    const token = this.#session.token;
    try {
      return await send();
    } catch (error) {
      if (toErrorInfo(error).code !== 'unauthenticated' || token === undefined) throw error;
      const renewal = this.#session.token === token ? await this.renewSession() : undefined;
      // The session is not over: what is in the way is in the way of this call too.
      if (renewal?.error && this.#session.token === token)
        throw new ApiError({ code: renewal.error.code }, { isOffline: renewal.error.isOffline });
      if (this.#session.token === undefined || this.#session.token === token) throw error;
      this.#refuseOther(userId);
      return await send();
    }
  }

  /** Another tab may have signed another person in: what was asked for the one before is not done in their name. */
  #refuseOther(userId: string | undefined): void {
    const isOther = userId !== undefined && this.#session.userId !== undefined && this.#session.userId !== userId;
    if (isOther) throw new ApiError({ code: 'unauthenticated' });
  }

  /** A server that takes the call and says nothing counts as one that cannot be reached. */
  async #within<T>(
    callerSignal: AbortSignal | undefined,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<ApiResult<T>> {
    const connection = new AbortController();
    const abort = (): void => connection.abort(callerSignal?.reason);
    if (callerSignal?.aborted) abort();
    callerSignal?.addEventListener('abort', abort);
    let hasPatienceEnded = false;
    const cancel = this.#options.environment.schedule(() => {
      hasPatienceEnded = true;
      connection.abort();
    }, PATIENCE_MS);
    const answer = await settle(send(connection.signal));
    cancel();
    callerSignal?.removeEventListener('abort', abort);
    if (!answer.error || !hasPatienceEnded) return answer;
    return { error: { ...answer.error, code: 'unavailable', isOffline: true } };
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#options.environment.schedule(resolve, delayMs));
  }
}

const isWorthRetry = (error: ErrorInfo): boolean => error.isOffline || error.code === 'unavailable';

async function settle<T>(call: Promise<T>): Promise<ApiResult<T>> {
  try {
    return { data: await call };
  } catch (error) {
    return { error: toErrorInfo(error) };
  }
}

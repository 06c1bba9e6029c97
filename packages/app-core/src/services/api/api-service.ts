import type { EndpointInput, EndpointName, EndpointResult, ServerEvent, Session } from '@jetstream/api-contract';
import type { ErrorInfo } from './error-info.ts';

export type ApiInput<N extends EndpointName> = EndpointInput<N> & {
  signal?: AbortSignal;
  /** Let the request outlive the page; for small bodies only. */
  isKeptAlive?: boolean;
};
export type ApiResult<T> = { data: T; error?: undefined } | { data?: undefined; error: ErrorInfo };

export interface Credentials {
  name: string;
  password: string;
}

export interface ApiServiceEvents {
  /** The session is over and could not be renewed: the person has to sign in again. */
  sessionEnded: { code: 'session-expired' | 'session-reused' };
  sessionRenewed: { session: Session };
  serverEvent: ServerEvent;
  /** The event stream is open; `isResumed` when it was lost before, so that events may have been missed. */
  eventsOpened: { isResumed: boolean };
  eventsLost: Record<never, never>;
}

/** The server, with the session kept fresh and reads retried. */
export interface ApiService {
  /** Never throws; a cancelled request answers with code `internal` and nobody should be looking. */
  request<N extends EndpointName>(name: N, input: ApiInput<N>): Promise<ApiResult<EndpointResult<N>>>;
  setUp(credentials: Credentials): Promise<ApiResult<Session>>;
  signIn(credentials: Credentials): Promise<ApiResult<Session>>;
  /** Ends the session here at once and tells the server as well as it can. */
  signOut(): Promise<void>;
  /** Another tab ended the session: forgets it here, without a word to the server. */
  dropSession(): void;
  /** Exchanges the refresh token; calls made meanwhile share one exchange, also across tabs. */
  renewSession(): Promise<ApiResult<Session>>;
  /** For clients of other protocols; renewed when it has run out. Undefined when signed out. */
  getAccessToken(): Promise<string | undefined>;
  /** Path, or address where the server is elsewhere, of a track's audio. */
  streamUrl(trackId: string): string;
  /** Scaled to fit `sizePx`; without a format as the one who asks for it accepts. */
  coverUrl(coverId: string, sizePx: number, format?: 'jpeg'): string;
  openEvents(): void;
  closeEvents(): void;
  on<Name extends keyof ApiServiceEvents>(name: Name, listener: (event: ApiServiceEvents[Name]) => void): () => void;
}

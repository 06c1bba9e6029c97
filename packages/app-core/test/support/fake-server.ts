import type { Album, Queue, Session, Track, User } from '@jetstream/api-contract';
import type { KeyValueStorage } from '#services/storage/key-value-storage.ts';

export interface FakeRequest {
  route: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
  isKeptAlive: boolean;
}
type Handler = (request: FakeRequest) => Response | Promise<Response>;

export const json = (body: unknown, status = 200): Response => Response.json(body, { status });
export const empty = (): Response => new Response(null, { status: 204 });
export const problem = (code: string, status: number): Response =>
  Response.json({ code, status, title: code }, { status, headers: { 'content-type': 'application/problem+json' } });
export const offline = (): never => {
  throw new TypeError('fetch failed');
};

/** A server behind `fetch`. Strict: a call that the test did not plan is kept in `unplanned` and answered with 500. */
export class FakeServer {
  readonly requests: FakeRequest[] = [];
  readonly unplanned: string[] = [];
  readonly #handlers = new Map<string, Handler>();

  /** `route` as the contract writes it, such as `GET /api/v1/albums/:albumId`. */
  on(route: string, handler: Handler): this {
    this.#handlers.set(route, handler);
    return this;
  }

  bodiesOf(route: string): unknown[] {
    return this.requests.filter((request) => request.route === route).map((request) => request.body);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input), 'http://server.test');
    const method = init?.method ?? 'GET';
    const route = [...this.#handlers.keys()].find((known) => matches(known, method, url.pathname));
    const request: FakeRequest = {
      route: route ?? `${method} ${url.pathname}`,
      path: url.pathname,
      query: url.searchParams,
      headers: new Headers(init?.headers),
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      isKeptAlive: init?.keepalive === true,
    };
    this.requests.push(request);
    init?.signal?.throwIfAborted();
    const handler = route === undefined ? undefined : this.#handlers.get(route);
    if (handler) return Promise.race([handler(request), aborted(init?.signal)]);
    this.unplanned.push(request.route);
    return problem('internal', 500);
  };
}

/** Rejects when the caller gives up, as `fetch` does. */
function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

function matches(route: string, method: string, path: string): boolean {
  const [routeMethod, pattern = ''] = route.split(' ');
  const parts = pattern.split('/');
  const found = path.split('/');
  return (
    routeMethod === method &&
    parts.length === found.length &&
    parts.every((part, index) => part.startsWith(':') || part === found[index])
  );
}

export class MemoryStorage implements KeyValueStorage {
  readonly texts: Map<string, string>;
  isFull = false;

  constructor(texts: Record<string, string> = {}) {
    this.texts = new Map(Object.entries(texts));
  }

  get(key: string): string | null {
    return this.texts.get(key) ?? null;
  }

  set(key: string, text: string): boolean {
    if (this.isFull) return false;
    this.texts.set(key, text);
    return true;
  }

  remove(key: string): void {
    this.texts.delete(key);
  }
}

export function buildTrack(overrides: Partial<Track> = {}): Track {
  return {
    id: 'track-1',
    title: 'Tailwind',
    artistCredit: 'The Gliders',
    artists: [{ id: 'artist-1', name: 'The Gliders' }],
    albumId: 'album-1',
    albumTitle: 'First Flight',
    discNumber: 1,
    trackNumber: 1,
    durationMs: 200_000,
    year: 2024,
    genres: ['Jazz'],
    cover: null,
    format: {
      container: 'flac',
      codec: 'flac',
      mimeType: 'audio/flac',
      isLossless: true,
      bitrateKbps: 900,
      sampleRateHz: 44_100,
      bitDepth: 16,
      channels: 2,
    },
    sizeBytes: 20_000_000,
    isMissing: false,
    hasLyrics: false,
    addedAt: '2026-01-01T00:00:00.000Z',
    annotation: { starredAt: null, rating: 0, playCount: 0, lastPlayedAt: null },
    ...overrides,
  };
}

/** Tracks `track-1` to `track-<count>`. */
export function buildTracks(count: number, overrides: Partial<Track> = {}): Track[] {
  return Array.from({ length: count }, (_, index) =>
    buildTrack({ id: `track-${index + 1}`, title: `Song ${index + 1}`, trackNumber: index + 1, ...overrides }),
  );
}

export function buildAlbum(overrides: Partial<Album> = {}): Album {
  return {
    id: 'album-1',
    title: 'First Flight',
    artistCredit: 'The Gliders',
    artists: [{ id: 'artist-1', name: 'The Gliders' }],
    year: 2024,
    genres: ['Jazz'],
    isCompilation: false,
    trackCount: 8,
    discCount: 1,
    durationMs: 1_600_000,
    cover: null,
    addedAt: '2026-01-01T00:00:00.000Z',
    annotation: { starredAt: null, rating: 0, playCount: 0, lastPlayedAt: null },
    ...overrides,
  };
}

export function buildUser(overrides: Partial<User> = {}): User {
  return {
    id: 'user-1',
    name: 'ada',
    role: 'administrator',
    createdAt: '2026-01-01T00:00:00.000Z',
    lastSeenAt: null,
    ...overrides,
  };
}

export function buildSession(overrides: Partial<Session> = {}): Session {
  return {
    accessToken: 'token-1',
    accessTokenExpiresAt: '2026-05-04T12:10:00.000Z',
    mediaToken: 'media-1',
    mediaTokenExpiresAt: '2026-05-04T13:00:00.000Z',
    refreshToken: null,
    user: buildUser(),
    ...overrides,
  };
}

export function buildQueue(overrides: Partial<Queue> = {}): Queue {
  return {
    items: [],
    unshuffledItemIds: [],
    currentItemId: null,
    positionMs: 0,
    isShuffled: false,
    repeat: 'off',
    client: null,
    updatedAt: null,
    ...overrides,
  };
}

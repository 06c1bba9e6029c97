import type { Album, Anchors, Artist, EndpointInput, EndpointName, Page, Track } from '@jetstream/api-contract';
import type { Environment } from '../environment.ts';
import type { ApiInput, ApiResult, ApiService } from './api-service.ts';
import { ROWS_PER_PAGE, RowWindow, type RowLoader } from './row-window.ts';

export type RowKind = 'tracks' | 'albums' | 'artists';
type Filter<N extends EndpointName> = Omit<NonNullable<EndpointInput<N>['query']>, 'step'>;

export type RowWindowRequest =
  | { kind: 'tracks'; filter: Filter<'getTrackAnchors'> }
  | { kind: 'albums'; filter: Filter<'getAlbumAnchors'> }
  | { kind: 'artists'; filter: Filter<'getArtistAnchors'> };
interface RowTypes {
  tracks: Track;
  albums: Album;
  artists: Artist;
}
export type RowOf<R extends { kind: RowKind }> = RowTypes[R['kind']];

const endpointsOf = {
  tracks: { anchors: 'getTrackAnchors', page: 'listTracks' },
  albums: { anchors: 'getAlbumAnchors', page: 'listAlbums' },
  artists: { anchors: 'getArtistAnchors', page: 'listArtists' },
} as const;

const MOST_WINDOWS = 6;

/** The lists that were opened last, kept so that going back shows their rows at once. */
export class RowWindows {
  readonly #api: Pick<ApiService, 'request'>;
  readonly #environment: Pick<Environment, 'schedule'>;
  readonly #windows = new Map<string, RowWindow<unknown>>();

  constructor(api: Pick<ApiService, 'request'>, environment: Pick<Environment, 'schedule'>) {
    this.#api = api;
    this.#environment = environment;
  }

  /** The same window for the same request, as long as it is kept. */
  open<R extends RowWindowRequest>(request: R): RowWindow<RowOf<R>> {
    const key = toKey(request);
    const known = this.#windows.get(key);
    const rows =
      known ?? new RowWindow<unknown>(this.#loaderOf(request), (task, ms) => this.#environment.schedule(task, ms));
    this.#windows.delete(key);
    this.#windows.set(key, rows);
    this.#evict();
    return rows as RowWindow<RowOf<R>>;
  }

  /** The library changed: what is on show is fetched again in place, the rest is forgotten. */
  reload(): void {
    for (const [key, rows] of this.#windows) {
      if (rows.isWatched) rows.reload();
      else this.#forget(key, rows);
    }
  }

  clear(): void {
    for (const [key, rows] of this.#windows) this.#forget(key, rows);
  }

  #evict(): void {
    for (const [key, rows] of this.#windows) {
      if (this.#windows.size <= MOST_WINDOWS) return;
      if (!rows.isWatched) this.#forget(key, rows);
    }
  }

  #forget(key: string, rows: RowWindow<unknown>): void {
    rows.dispose();
    this.#windows.delete(key);
  }

  #loaderOf({ kind, filter }: RowWindowRequest): RowLoader<unknown> {
    const names = endpointsOf[kind];
    const request = <T>(name: EndpointName, query: object, signal: AbortSignal): Promise<ApiResult<T>> =>
      this.#api.request(name, { query, signal } as unknown as ApiInput<EndpointName>) as Promise<ApiResult<T>>;
    return {
      loadAnchors: (signal) => request<Anchors>(names.anchors, { ...filter, step: ROWS_PER_PAGE }, signal),
      loadPage: ({ cursor, limit, signal }) =>
        request<Page<unknown>>(names.page, { ...filter, limit, cursor: cursor ?? undefined }, signal),
    };
  }
}

function toKey({ kind, filter }: RowWindowRequest): string {
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined);
  return JSON.stringify([kind, entries.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

import { randomUUID } from 'node:crypto';
import { createApiClient, type ApiClient } from '../../packages/api-contract/src/client.ts';
import { createChance, pick, type Chance } from '../../tools/seed/made-up-names.ts';

/** What a request is for, and how it is made. */
export interface LoadRequest {
  kind: string;
  send: () => Promise<unknown>;
}

/** One person's app: the requests in their order, without end. */
export type Listener = () => LoadRequest;

export interface Catalogue {
  albumIds: readonly string[];
  trackIds: readonly string[];
  words: readonly string[];
}

export const clientOf = (baseUrl: string, accessToken: string): ApiClient =>
  createApiClient({ baseUrl, fetch, getAccessToken: () => accessToken });

export async function readCatalogue(client: ApiClient): Promise<Catalogue> {
  const albums = await client.call('listAlbums', { query: { limit: 100 } });
  const tracks = await client.call('listTracks', { query: { limit: 200 } });
  return {
    albumIds: albums.items.map(({ id }) => id),
    trackIds: tracks.items.map(({ id }) => id),
    words: albums.items.flatMap(({ title }) => title.split(' ').filter((word) => word.length > 3)),
  };
}

/** Looks around, searches and plays: one request of ten writes, after which what that person sees is made anew. */
export function createBrowsing(client: ApiClient, { albumIds, trackIds, words }: Catalogue, seed: number): Listener {
  const chance = createChance(seed);
  const albums = createPager((cursor) => client.call('listAlbums', { query: { sort: 'artist', limit: 50, cursor } }));
  const tracks = createPager((cursor) => client.call('listTracks', { query: { sort: 'added', limit: 50, cursor } }));
  const kinds: Record<string, () => Promise<unknown>> = {
    'page of albums': albums,
    'page of tracks': tracks,
    album: () => client.call('getAlbum', { params: { albumId: pick(chance, albumIds) } }),
    search: () => client.call('search', { query: { q: startOf(pick(chance, words), chance) } }),
    home: () => client.call('getHome'),
    star: () => client.call('star', { params: { kind: 'track', id: pick(chance, trackIds) } }),
    play: () => client.call('recordPlay', { body: playOf(pick(chance, trackIds)) }),
  };
  const shares = { 'page of albums': 4, 'page of tracks': 3, album: 5, search: 4, home: 2, star: 1, play: 1 };
  const deck = Object.entries(shares).flatMap(([kind, share]) => Array<string>(share).fill(kind));
  return () => {
    const kind = pick(chance, deck);
    return { kind, send: kinds[kind] ?? albums };
  };
}

/** Four answers, again and again, and nothing written: after the first time nothing is read from a catalogue. */
export function createReturning(client: ApiClient, { albumIds }: Catalogue): Listener {
  const [albumId = ''] = albumIds;
  const requests: LoadRequest[] = [
    { kind: 'page of albums', send: () => client.call('listAlbums', { query: { sort: 'artist', limit: 50 } }) },
    { kind: 'page of tracks', send: () => client.call('listTracks', { query: { sort: 'added', limit: 50 } }) },
    { kind: 'album', send: () => client.call('getAlbum', { params: { albumId } }) },
    { kind: 'home', send: () => client.call('getHome') },
  ];
  let count = 0;
  return () => requests[count++ % requests.length] as LoadRequest;
}

/** Scrolls: each call is the next page, after the last one the first. */
function createPager(read: (cursor: string | undefined) => Promise<{ nextCursor: string | null }>) {
  let next: string | undefined;
  return async () => {
    const { nextCursor } = await read(next);
    next = nextCursor ?? undefined;
  };
}

const startOf = (word: string, chance: Chance): string => word.slice(0, 2 + Math.floor(chance() * (word.length - 2)));

const playOf = (trackId: string) => {
  return { id: randomUUID(), trackId, startedAt: new Date().toISOString(), playedMs: 600_000, client: 'bench' };
};

export interface LoadOutcome {
  requests: number;
  elapsedMs: number;
  /** Milliseconds of each request, by kind. */
  samples: Map<string, number[]>;
}

export interface LoadLimits {
  requests: number;
  elapsedMs: number;
}

/** Each listener sends one request after the other, all of them at once, until either limit is met. */
export async function putLoad(listeners: readonly Listener[], limits: LoadLimits): Promise<LoadOutcome> {
  const samples = new Map<string, number[]>();
  const start = performance.now();
  let left = limits.requests;
  const listen = async (next: Listener) => {
    while (left-- > 0 && performance.now() - start < limits.elapsedMs) {
      const { kind, send } = next();
      const sentAt = performance.now();
      await send();
      const ofKind = samples.get(kind) ?? [];
      samples.set(kind, ofKind);
      ofKind.push(performance.now() - sentAt);
    }
  };
  await Promise.all(listeners.map(listen));
  const requests = [...samples.values()].reduce((sum, { length }) => sum + length, 0);
  return { requests, elapsedMs: performance.now() - start, samples };
}

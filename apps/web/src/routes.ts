import { librarySegments, type AppRoute, type LibrarySegment } from '@jetstream/app-ui/navigation/app-route.ts';

const isSegment = (text: string): text is LibrarySegment => (librarySegments as readonly string[]).includes(text);

/** Address of a route, such as `/albums/a1` or `/library/songs?sort=added`. */
export function pathOf(route: AppRoute): string {
  switch (route.screen) {
    case 'home':
      return '/';
    case 'search':
      return withQuery('/search', { q: route.query });
    case 'library': {
      const { sort, order, filter, view } = route;
      return withQuery(`/library/${route.segment}`, { sort, order, filter, view });
    }
    case 'album':
      return `/albums/${encodeURIComponent(route.albumId)}`;
    case 'artist':
      return `/artists/${encodeURIComponent(route.artistId)}`;
    case 'genre':
      return `/genres/${encodeURIComponent(route.genreId)}`;
    case 'folder':
      return route.folderId === undefined ? '/library/folders' : `/folders/${encodeURIComponent(route.folderId)}`;
    case 'history':
    case 'uploads':
    case 'local-files':
      return `/${route.screen}`;
    case 'statistics':
      return withPart('/statistics', route.of);
    case 'settings':
      return withPart('/settings', route.section);
    case 'now-playing':
      return withQuery('/now-playing', { panel: route.panel });
    case 'not-found':
      return route.path;
  }
}

const withPart = (path: string, part: string | undefined): string =>
  part === undefined ? path : `${path}/${encodeURIComponent(part)}`;

function withQuery(path: string, values: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== undefined && value !== '') query.set(key, value);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The route of an address; an unknown one is `not-found`, never an exception. */
export function routeOf(path: string): AppRoute {
  const url = new URL(path, 'http://jetstream.invalid');
  const parts = segmentsOf(url.pathname);
  return (parts && toRoute(parts, url.searchParams)) ?? { screen: 'not-found', path: url.pathname };
}

function segmentsOf(pathname: string): string[] | undefined {
  try {
    return pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function toRoute(parts: readonly string[], query: URLSearchParams): AppRoute | undefined {
  const [first, second] = parts;
  if (parts.length > 2) return undefined;
  if (first === undefined) return { screen: 'home' };
  return second === undefined ? toPlainRoute(first, query) : toDetailRoute(first, second, query);
}

function toPlainRoute(name: string, query: URLSearchParams): AppRoute | undefined {
  const [text, panel] = [query.get('q'), query.get('panel')];
  switch (name) {
    case 'search':
      return text ? { screen: 'search', query: text } : { screen: 'search' };
    case 'library':
      return { screen: 'library', segment: 'albums' };
    case 'history':
    case 'statistics':
    case 'uploads':
    case 'local-files':
    case 'settings':
      return { screen: name };
    case 'now-playing':
      return panel === 'queue' || panel === 'lyrics' ? { screen: name, panel } : { screen: name };
    default:
      return undefined;
  }
}

function toDetailRoute(name: string, id: string, query: URLSearchParams): AppRoute | undefined {
  switch (name) {
    case 'library':
      return isSegment(id) ? { screen: 'library', segment: id, ...listChoices(query) } : undefined;
    case 'albums':
      return { screen: 'album', albumId: id };
    case 'artists':
      return { screen: 'artist', artistId: id };
    case 'genres':
      return { screen: 'genre', genreId: id };
    case 'folders':
      return { screen: 'folder', folderId: id };
    case 'statistics':
      return id === 'server' ? { screen: 'statistics', of: id } : undefined;
    case 'settings':
      return { screen: 'settings', section: id };
    default:
      return undefined;
  }
}

function listChoices(query: URLSearchParams) {
  const [sort, order, filter, view] = ['sort', 'order', 'filter', 'view'].map((key) => query.get(key));
  return {
    ...(sort ? { sort } : {}),
    ...(order === 'asc' || order === 'desc' ? ({ order } as const) : {}),
    ...(filter ? { filter } : {}),
    ...(view === 'grid' || view === 'list' ? ({ view } as const) : {}),
  };
}

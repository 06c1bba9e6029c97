import type { AppRoute } from '@jetstream/app-ui/navigation/app-route.ts';
import { describe, expect, it } from 'vitest';
import { pathOf, routeOf } from './routes.ts';

const routes: AppRoute[] = [
  { screen: 'home' },
  { screen: 'search' },
  { screen: 'search', query: 'a&b = ünïcødé/?#' },
  { screen: 'library', segment: 'songs', sort: 'added', order: 'desc', filter: 'lossless', view: 'list' },
  { screen: 'album', albumId: 'a_1-x' },
  { screen: 'artist', artistId: 'r1' },
  { screen: 'genre', genreId: 'g/with slash' },
  { screen: 'folder', folderId: 'f1' },
  { screen: 'history' },
  { screen: 'local-files' },
  { screen: 'statistics' },
  { screen: 'statistics', of: 'server' },
  { screen: 'settings', section: 'users' },
  { screen: 'now-playing', panel: 'lyrics' },
];

describe('addresses', () => {
  it.each(routes)('lead back to the route they were made from: %o', (route) => {
    expect(routeOf(pathOf(route))).toEqual(route);
  });
  it.each(['/nowhere', '/albums/a/b', '/library/unknown', '/%E0%A4%A'])(
    'that are unknown are not found: %s',
    (path) => {
      expect(routeOf(path)).toEqual({ screen: 'not-found', path });
    },
  );
  it('ignore a trailing slash', () => {
    expect(routeOf('/history/')).toEqual({ screen: 'history' });
  });
});

import type { IconName } from '#components/icon-paths.ts';
import type { TextKey } from '#locale/dictionary.ts';
import type { AppRoute, LibrarySegment } from '#navigation/app-route.ts';

export interface Destination {
  id: string;
  route: AppRoute;
  icon: IconName;
  textKey: TextKey;
}

export const mainDestinations: readonly Destination[] = [
  { id: 'home', route: { screen: 'home' }, icon: 'home', textKey: 'shell.home' },
  { id: 'search', route: { screen: 'search' }, icon: 'search', textKey: 'shell.search' },
  { id: 'library', route: { screen: 'library', segment: 'albums' }, icon: 'library', textKey: 'shell.library' },
];

/** What the library's segments are called. */
export const segmentKeys = {
  albums: 'shell.albums',
  artists: 'shell.artists',
  songs: 'shell.songs',
  genres: 'shell.genres',
  folders: 'shell.folders',
  favourites: 'shell.favourites',
} as const satisfies Record<LibrarySegment, TextKey>;

const segment = (name: LibrarySegment, icon: IconName): Destination => ({
  id: name,
  route: { screen: 'library', segment: name },
  icon,
  textKey: segmentKeys[name],
});

/** The library's segments, one press away where there is room for them. */
export const libraryDestinations: readonly Destination[] = [
  segment('albums', 'album'),
  segment('artists', 'artist'),
  segment('songs', 'song'),
  segment('genres', 'genre'),
  segment('folders', 'folder'),
  segment('favourites', 'heart'),
  { id: 'history', route: { screen: 'history' }, icon: 'history', textKey: 'shell.history' },
  { id: 'statistics', route: { screen: 'statistics' }, icon: 'chart', textKey: 'shell.statistics' },
  { id: 'local-files', route: { screen: 'local-files' }, icon: 'device', textKey: 'shell.localFiles' },
];

const history: Destination = { id: 'history', route: { screen: 'history' }, icon: 'history', textKey: 'shell.history' };
export const settingsDestination: Destination = {
  id: 'settings',
  route: { screen: 'settings' },
  icon: 'settings',
  textKey: 'shell.settings',
};
/** What has no tab on phones. */
export const phoneDestinations: readonly Destination[] = [history, settingsDestination];

const parents: Partial<Record<AppRoute['screen'], string>> = {
  album: 'albums',
  artist: 'artists',
  genre: 'genres',
  folder: 'folders',
};

/** Which entry of the navigation is lit: an album belongs to the albums. */
export function destinationOf(route: AppRoute): string {
  if (route.screen === 'library') return route.segment;
  return parents[route.screen] ?? route.screen;
}

/** The same for the three tabs of phones. */
export function tabOf(route: AppRoute): string {
  if (route.screen === 'home' || route.screen === 'search') return route.screen;
  return route.screen === 'settings' ? 'settings' : 'library';
}

import { lazyPatiently } from '@jetstream/app-ui/components/lazy-patiently.ts';
import type { ScreenName } from '@jetstream/app-ui/navigation/app-route.ts';
import { HomeScreen } from '@jetstream/app-ui/screens/home/HomeScreen.tsx';
import type { ComponentType } from 'react';

type Loader = () => Promise<ComponentType>;

const loaders = {
  // Most visits begin here: it comes with the app, which saves them a round of requests.
  home: async () => HomeScreen,
  search: async () => (await import('@jetstream/app-ui/screens/search/SearchScreen.tsx')).SearchScreen,
  library: async () => (await import('@jetstream/app-ui/screens/library/LibraryScreen.tsx')).LibraryScreen,
  album: async () => (await import('@jetstream/app-ui/screens/library/AlbumScreen.tsx')).AlbumScreen,
  artist: async () => (await import('@jetstream/app-ui/screens/library/ArtistScreen.tsx')).ArtistScreen,
  genre: async () => (await import('@jetstream/app-ui/screens/library/GenreScreen.tsx')).GenreScreen,
  folder: async () => (await import('@jetstream/app-ui/screens/library/FolderScreen.tsx')).FolderScreen,
  history: async () => (await import('@jetstream/app-ui/screens/library/HistoryScreen.tsx')).HistoryScreen,
  statistics: async () => (await import('@jetstream/app-ui/screens/statistics/StatisticsScreen.tsx')).StatisticsScreen,
  uploads: async () => (await import('@jetstream/app-ui/screens/uploads/UploadsScreen.tsx')).UploadsScreen,
  'local-files': async () =>
    (await import('@jetstream/app-ui/screens/local-files/LocalFilesScreen.tsx')).LocalFilesScreen,
  settings: async () => (await import('@jetstream/app-ui/screens/settings/SettingsScreen.tsx')).SettingsScreen,
  'now-playing': async () => (await import('@jetstream/app-ui/screens/player/NowPlayingScreen.tsx')).NowPlayingScreen,
  'not-found': async () => (await import('@jetstream/app-ui/screens/not-found/NotFoundScreen.tsx')).NotFoundScreen,
} satisfies Record<ScreenName, Loader>;

/** One chunk for each other screen, fetched when it is first shown. */
export const screens: Record<ScreenName, ComponentType> = {
  home: HomeScreen,
  search: lazyPatiently(loaders.search),
  library: lazyPatiently(loaders.library),
  album: lazyPatiently(loaders.album),
  artist: lazyPatiently(loaders.artist),
  genre: lazyPatiently(loaders.genre),
  folder: lazyPatiently(loaders.folder),
  history: lazyPatiently(loaders.history),
  statistics: lazyPatiently(loaders.statistics),
  uploads: lazyPatiently(loaders.uploads),
  'local-files': lazyPatiently(loaders['local-files']),
  settings: lazyPatiently(loaders.settings),
  'now-playing': lazyPatiently(loaders['now-playing']),
  'not-found': lazyPatiently(loaders['not-found']),
};
export const LazyPlayerPanel = lazyPatiently(
  async () => (await import('@jetstream/app-ui/screens/player/PlayerPanel.tsx')).PlayerPanel,
);
export const LazySignInScreen = lazyPatiently(
  async () => (await import('@jetstream/app-ui/screens/sign-in/SignInScreen.tsx')).SignInScreen,
);
export const LazyFirstRunScreen = lazyPatiently(
  async () => (await import('@jetstream/app-ui/screens/first-run/FirstRunScreen.tsx')).FirstRunScreen,
);
export const LazyShortcutsDialog = lazyPatiently(
  async () => (await import('@jetstream/app-ui/screens/player/ShortcutsDialog.tsx')).ShortcutsDialog,
);

/** Asked for while the session is still being found out, so that code and data come side by side. */
export function preloadScreen(name: ScreenName): void {
  loaders[name]().catch(() => undefined);
}

/** Fetches the other screens once the first one stands, so that each opens within a frame. */
export async function loadAhead(): Promise<void> {
  for (const load of Object.values(loaders)) await load().catch(() => undefined);
}

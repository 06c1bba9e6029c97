export type LibrarySegment = 'albums' | 'artists' | 'songs' | 'genres' | 'folders' | 'favourites';
export const librarySegments: readonly LibrarySegment[] = [
  'albums',
  'artists',
  'songs',
  'genres',
  'folders',
  'favourites',
];

/** Where the user is. `sort`, `order` and filters belong to the address, so that back and links keep them. */
export type AppRoute =
  | { screen: 'home' }
  | { screen: 'search'; query?: string }
  | {
      screen: 'library';
      segment: LibrarySegment;
      sort?: string;
      order?: 'asc' | 'desc';
      filter?: string;
      view?: 'grid' | 'list';
    }
  | { screen: 'album'; albumId: string }
  | { screen: 'artist'; artistId: string }
  | { screen: 'genre'; genreId: string }
  | { screen: 'folder'; folderId?: string }
  | { screen: 'history' }
  | { screen: 'statistics'; of?: 'server' }
  | { screen: 'uploads' }
  | { screen: 'local-files' }
  | { screen: 'settings'; section?: string }
  | { screen: 'now-playing'; panel?: 'queue' | 'lyrics' }
  | { screen: 'not-found'; path: string };

export type ScreenName = AppRoute['screen'];
export type RouteOf<S extends ScreenName> = Extract<AppRoute, { screen: S }>;

import {
  addToQueue,
  isLocalId,
  playAlbum,
  playArtist,
  playNext,
  playTracks,
  removeFromQueue,
  toggleStar,
  type AppThunk,
} from '@jetstream/app-core';
import type { Album, AnnotatedKind, Annotation, Artist, Track } from '@jetstream/api-contract';
import type { MenuAction, MenuItem } from '#components/menu-item.ts';
import type { TextFunction } from '#locale/locale.tsx';
import type { AppRoute } from '#navigation/app-route.ts';
import { queueAll, type TrackCollection } from './gather-tracks.ts';
import type { ItemDialogs } from './item-dialogs.ts';

/** What menus need of the app. */
export interface MenuTools {
  text: TextFunction;
  navigate: (route: AppRoute) => void;
  run: (thunk: AppThunk<unknown>) => void;
  dialogs: ItemDialogs | null;
  /** The marks as they are now, whatever the row said when it was fetched. */
  annotationOf: (kind: AnnotatedKind, item: { id: string; annotation: Annotation }) => Annotation;
}

export interface TrackMenuOptions {
  /** Plays the track where it stands, with the list around it; by itself when left out. */
  onPlay?: (() => void) | undefined;
  /** On the album's own page, there is nowhere to go. */
  isOnAlbum?: boolean;
  /** The artist whose page this is. */
  onArtistId?: string | undefined;
  /** An entry of the queue, which can be taken out. */
  queueItemId?: string;
}
export interface AlbumMenuOptions {
  isOnAlbum?: boolean;
  onArtistId?: string | undefined;
}

const separator = (id: string): MenuItem => ({ kind: 'separator', id });
const mostArtistEntries = 3;

export function trackMenu(tools: MenuTools, track: Track, options: TrackMenuOptions = {}): MenuItem[] {
  const { text, run, dialogs } = tools;
  const { albumId, isMissing: isDisabled } = track;
  const { queueItemId } = options;
  const items: MenuItem[] = [
    {
      id: 'play',
      icon: 'play',
      label: text('menus.play'),
      isDisabled,
      onSelect: options.onPlay ?? (() => run(playTracks({ tracks: [track] }))),
    },
    ...queueEntries(tools, isDisabled, (mode) => (mode === 'next' ? playNext([track]) : addToQueue([track]))),
  ];
  if (queueItemId !== undefined)
    items.push({
      id: 'remove',
      icon: 'trash',
      label: text('menus.removeFromQueue'),
      onSelect: () => run(removeFromQueue(queueItemId)),
    });
  // Marks and places are the server's, which does not know files of this device.
  if (isLocalId(track.id)) return items;
  items.push(separator('marks'), ...markEntries(tools, 'track', { ...track, name: track.title }), separator('places'));
  if (albumId !== null && !options.isOnAlbum) items.push(albumEntry(tools, albumId));
  items.push(...artistEntries(tools, track.artists, options.onArtistId));
  if (dialogs)
    items.push({
      id: 'credits',
      icon: 'info',
      label: text('menus.credits'),
      onSelect: () => dialogs.openCredits(track),
    });
  else if (items.at(-1)?.kind === 'separator') items.pop();
  return items;
}

export function albumMenu(tools: MenuTools, album: Album, options: AlbumMenuOptions = {}): MenuItem[] {
  const places = [
    ...(options.isOnAlbum ? [] : [albumEntry(tools, album.id)]),
    ...artistEntries(tools, album.artists, options.onArtistId),
  ];
  return [
    ...playEntries(tools, (isShuffled) => playAlbum(album.id, { isShuffled })),
    ...collectionEntries(tools, { kind: 'album', id: album.id }),
    separator('marks'),
    ...markEntries(tools, 'album', { ...album, name: album.title }),
    ...(places.length > 0 ? [separator('places'), ...places] : []),
  ];
}

export function artistMenu(tools: MenuTools, artist: Artist, options: { isOnArtist?: boolean } = {}): MenuItem[] {
  const places = options.isOnArtist ? [] : artistEntries(tools, [artist], undefined);
  return [
    ...playEntries(tools, (isShuffled) => playArtist(artist.id, { isShuffled })),
    ...collectionEntries(tools, { kind: 'artist', id: artist.id }),
    separator('marks'),
    ...markEntries(tools, 'artist', artist),
    ...(places.length > 0 ? [separator('places'), ...places] : []),
  ];
}

function playEntries({ text, run }: MenuTools, play: (isShuffled: boolean) => AppThunk<unknown>): MenuAction[] {
  return [
    { id: 'play', icon: 'play', label: text('menus.play'), onSelect: () => run(play(false)) },
    { id: 'shuffle', icon: 'shuffle', label: text('menus.shuffle'), onSelect: () => run(play(true)) },
  ];
}

function queueEntries(
  { text, run }: MenuTools,
  isDisabled: boolean,
  queue: (mode: 'next' | 'last') => AppThunk<unknown>,
): MenuAction[] {
  return [
    {
      id: 'play-next',
      icon: 'play-next',
      label: text('menus.playNext'),
      isDisabled,
      onSelect: () => run(queue('next')),
    },
    {
      id: 'add-to-queue',
      icon: 'add-to-queue',
      label: text('menus.addToQueue'),
      isDisabled,
      onSelect: () => run(queue('last')),
    },
  ];
}

const collectionEntries = (tools: MenuTools, collection: TrackCollection): MenuAction[] =>
  queueEntries(tools, false, (mode) => queueAll(collection, mode));

function markEntries(
  { text, run, dialogs, annotationOf }: MenuTools,
  kind: AnnotatedKind,
  item: { id: string; name: string; annotation: Annotation },
): MenuAction[] {
  const annotation = annotationOf(kind, item);
  const isStarred = annotation.starredAt !== null;
  const star: MenuAction = {
    id: 'star',
    icon: isStarred ? 'heart-filled' : 'heart',
    label: text(isStarred ? 'menus.unstar' : 'menus.star'),
    onSelect: () => run(toggleStar({ kind, id: item.id, isStarred: !isStarred, annotation })),
  };
  if (!dialogs) return [star];
  const openRating = () => dialogs.openRating({ kind, id: item.id, title: item.name, annotation });
  return [star, { id: 'rate', icon: 'star', label: text('menus.rate'), onSelect: openRating }];
}

const albumEntry = ({ text, navigate }: MenuTools, albumId: string): MenuAction => ({
  id: 'album',
  icon: 'album',
  label: text('menus.goToAlbum'),
  onSelect: () => navigate({ screen: 'album', albumId }),
});

function artistEntries(
  { text, navigate }: MenuTools,
  artists: readonly { id: string; name: string }[],
  exceptId: string | undefined,
): MenuAction[] {
  const others = artists.filter((artist) => artist.id !== exceptId).slice(0, mostArtistEntries);
  return others.map(({ id, name }) => ({
    id: `artist-${id}`,
    icon: 'artist',
    label: others.length > 1 ? text('menus.goToArtistNamed', { artist: name }) : text('menus.goToArtist'),
    onSelect: () => navigate({ screen: 'artist', artistId: id }),
  }));
}

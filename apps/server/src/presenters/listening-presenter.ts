import type { Home as PublicHome, Play as PublicPlay, Queue as PublicQueue } from '@jetstream/api-contract';
import type { Album } from '#models/album.ts';
import type { Play } from '#models/play.ts';
import type { Resumption } from '#models/resumption.ts';
import type { Surroundings } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import { toAlbum } from './album-presenter.ts';
import { toOptionalTimestamp, toTimestamp } from './timestamp.ts';
import { toTrack } from './track-presenter.ts';

export const toPlay = ({ play, track }: { play: Play; track: Track }, surroundings: Surroundings): PublicPlay => ({
  id: play.id,
  playedAt: toTimestamp(play.playedAtMs),
  playedMs: play.playedMs,
  client: play.client,
  track: toTrack(track, surroundings),
});

interface FilledQueue extends Omit<PublicQueue, 'items' | 'updatedAt'> {
  items: readonly { itemId: string; track: Track }[];
  updatedAtMs: number | null;
}

export const toQueue = (queue: FilledQueue, surroundings: Surroundings): PublicQueue => ({
  items: queue.items.map(({ itemId, track }) => ({ itemId, track: toTrack(track, surroundings) })),
  unshuffledItemIds: queue.unshuffledItemIds,
  currentItemId: queue.currentItemId,
  positionMs: queue.positionMs,
  isShuffled: queue.isShuffled,
  repeat: queue.repeat,
  client: queue.client,
  updatedAt: toOptionalTimestamp(queue.updatedAtMs),
});

interface Shelves {
  continueListening: readonly Resumption[];
  recentlyPlayed: readonly Album[];
  recentlyAdded: readonly Album[];
  mostPlayed: readonly Album[];
  onRepeat: readonly Track[];
  forgottenFavourites: readonly Track[];
  randomAlbums: readonly Album[];
}

export function toHome(shelves: Shelves, surroundings: Surroundings): PublicHome {
  const toAlbums = (albums: readonly Album[]) => albums.map((album) => toAlbum(album, surroundings));
  const toTracks = (tracks: readonly Track[]) => tracks.map((track) => toTrack(track, surroundings));
  return {
    continueListening: shelves.continueListening.map(({ track, positionMs, updatedAtMs }) => ({
      track: toTrack(track, surroundings),
      positionMs,
      updatedAt: toTimestamp(updatedAtMs),
    })),
    recentlyPlayed: toAlbums(shelves.recentlyPlayed),
    recentlyAdded: toAlbums(shelves.recentlyAdded),
    mostPlayed: toAlbums(shelves.mostPlayed),
    onRepeat: toTracks(shelves.onRepeat),
    forgottenFavourites: toTracks(shelves.forgottenFavourites),
    randomAlbums: toAlbums(shelves.randomAlbums),
  };
}

import { selectAnnotationOverlay } from '@jetstream/app-core';
import { useApp, useAppDispatch } from '@jetstream/app-core/hooks';
import type { Album, Artist, Track } from '@jetstream/api-contract';
import { useMemo } from 'react';
import type { MenuItem } from '#components/menu-item.ts';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { useItemDialogs } from './item-dialogs.ts';
import {
  albumMenu,
  artistMenu,
  trackMenu,
  type AlbumMenuOptions,
  type MenuTools,
  type TrackMenuOptions,
} from './item-menus.ts';

export interface ItemMenus {
  track(track: Track, options?: TrackMenuOptions): readonly MenuItem[];
  album(album: Album, options?: AlbumMenuOptions): readonly MenuItem[];
  artist(artist: Artist, options?: { isOnArtist?: boolean }): readonly MenuItem[];
}

/** The menus of tracks, albums and artists, to be asked when one opens: `useItemMenus().track(track)`. */
export function useItemMenus(): ItemMenus {
  const text = useText();
  const { navigate } = useNavigation();
  const dispatch = useAppDispatch();
  const { store } = useApp();
  const dialogs = useItemDialogs();
  return useMemo(() => {
    const tools: MenuTools = {
      text,
      navigate,
      dialogs,
      run: (thunk) => void dispatch(thunk),
      annotationOf: (kind, item) => selectAnnotationOverlay(store.getState(), kind, item.id) ?? item.annotation,
    };
    return {
      track: (track, options) => trackMenu(tools, track, options),
      album: (album, options) => albumMenu(tools, album, options),
      artist: (artist, options) => artistMenu(tools, artist, options),
    };
  }, [dialogs, dispatch, navigate, store, text]);
}

import { playAlbum, togglePlay } from '@jetstream/app-core';
import { useAppDispatch, useSourceMark } from '@jetstream/app-core/hooks';
import type { Album } from '@jetstream/api-contract';
import { memo, useCallback } from 'react';
import { AlbumCard } from '#components/AlbumCard.tsx';
import { useItemMenus } from '../menus/use-item-menus.ts';
import { useAlbumNames } from './use-album-names.ts';

export interface AlbumItemProps {
  album: Album;
  /** On an artist's page the year says more than the artist. */
  subtitle?: 'artist' | 'year';
  onArtistId?: string;
  isEager?: boolean;
  sizeHint?: number;
}

/** An album's card that plays, pauses and has its menu. */
export const AlbumItem = memo(function AlbumItem({ album, subtitle, onArtistId, isEager, sizeHint }: AlbumItemProps) {
  const dispatch = useAppDispatch();
  const menus = useItemMenus();
  const mark = useSourceMark('album', album.id);
  const named = useAlbumNames(album);
  const play = useCallback(() => {
    void dispatch(mark === null ? playAlbum(album.id) : togglePlay());
  }, [album.id, dispatch, mark]);
  const menuItems = useCallback(() => menus.album(album, { onArtistId }), [album, menus, onArtistId]);
  return (
    <AlbumCard
      album={named}
      isEager={isEager ?? false}
      isPlaying={mark === 'playing'}
      menuItems={menuItems}
      onPlay={play}
      subtitle={subtitle ?? 'artist'}
      {...(sizeHint ? { sizeHint } : {})}
    />
  );
});

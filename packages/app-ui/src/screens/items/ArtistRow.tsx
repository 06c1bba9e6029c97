import type { Artist } from '@jetstream/api-contract';
import { memo, useCallback } from 'react';
import { AppText } from '#components/AppText.tsx';
import { useText } from '#locale/use-text.ts';
import { useItemMenus } from '../menus/use-item-menus.ts';
import { ItemRow } from './ItemRow.tsx';

export const ArtistRow = memo(function ArtistRow({ artist }: { artist: Artist }) {
  const text = useText();
  const menus = useItemMenus();
  const menuItems = useCallback(() => menus.artist(artist), [artist, menus]);
  const albums = artist.albumCount > 0 ? `${text('library.albumCount', { count: artist.albumCount })} · ` : '';
  return (
    <ItemRow
      cover={artist.cover}
      isRound
      menuItems={menuItems}
      subtitle={
        <AppText lines={1} tone="muted">
          {`${albums}${text('library.songCount', { count: artist.trackCount })}`}
        </AppText>
      }
      title={artist.name || text('library.unknownArtist')}
      to={{ screen: 'artist', artistId: artist.id }}
    />
  );
});

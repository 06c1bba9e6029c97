import type { Artist } from '@jetstream/api-contract';
import { memo, useCallback } from 'react';
import { ArtistCard } from '#components/ArtistCard.tsx';
import { useText } from '#locale/use-text.ts';
import { useItemMenus } from '../menus/use-item-menus.ts';

/** An artist's card with its menu. */
export const ArtistItem = memo(function ArtistItem({ artist, sizeHint }: { artist: Artist; sizeHint?: number }) {
  const text = useText();
  const menus = useItemMenus();
  const menuItems = useCallback(() => menus.artist(artist), [artist, menus]);
  const named = artist.name === '' ? { ...artist, name: text('library.unknownArtist') } : artist;
  return <ArtistCard artist={named} menuItems={menuItems} {...(sizeHint ? { sizeHint } : {})} />;
});

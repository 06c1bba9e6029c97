import type { Album } from '@jetstream/api-contract';
import { memo, useCallback } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { ArtistLinks } from '#components/ArtistLinks.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { useItemMenus } from '../menus/use-item-menus.ts';
import { ItemRow } from './ItemRow.tsx';
import { useAlbumNames } from './use-album-names.ts';

const useStyles = createStyles(({ scaled }) => ({ fact: { minWidth: scaled(72), alignItems: 'flex-end' } }));

export const AlbumRow = memo(function AlbumRow({ album }: { album: Album }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const menus = useItemMenus();
  const isPhone = useLayout() === 'phone';
  const named = useAlbumNames(album);
  const menuItems = useCallback(() => menus.album(album), [album, menus]);
  const facts = [text('library.songCount', { count: album.trackCount }), format.length(album.durationMs)];
  return (
    <ItemRow
      cover={album.cover}
      menuItems={menuItems}
      subtitle={<ArtistLinks artists={named.artists} credit={named.artistCredit} />}
      title={named.title}
      to={{ screen: 'album', albumId: album.id }}
      trailing={
        <>
          {!isPhone &&
            facts.map((fact) => (
              <View key={fact} style={styles.fact}>
                <AppText isTabular tone="muted">
                  {fact}
                </AppText>
              </View>
            ))}
          <AppText isTabular tone="muted">
            {album.year ?? ''}
          </AppText>
        </>
      }
    />
  );
});

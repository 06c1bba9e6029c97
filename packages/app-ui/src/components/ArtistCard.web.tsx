import { memo } from 'react';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';
import { Cover, type CoverArt } from './Cover.tsx';
import { Dom } from './Dom.tsx';
import { Link } from './Link.tsx';
import type { MenuItem } from './menu-item.ts';
import { useContextMenu } from './use-context-menu.ts';

export interface ArtistCardProps {
  artist: { id: string; name: string; albumCount: number; trackCount: number; cover: CoverArt | null };
  menuItems?: () => readonly MenuItem[];
  sizeHint?: number;
}

const useStyles = createStyles(({ space }) => ({
  card: { display: 'flex', flexDirection: 'column', gap: space.sm, alignItems: 'stretch', minWidth: 0, width: '100%' },
  words: { display: 'flex', flexDirection: 'column', alignItems: 'center', minWidth: 0 },
}));

export const ArtistCard = memo(function ArtistCard({ artist, menuItems, sizeHint = 200 }: ArtistCardProps) {
  const styles = useStyles();
  const text = useText();
  const contextMenu = useContextMenu(artist.name, menuItems);
  const count = artist.albumCount > 0 ? artist.albumCount : artist.trackCount;
  return (
    <Dom {...contextMenu} as="div" dataSet={{ card: '' }}>
      <Link kind="block" style={styles.card} to={{ screen: 'artist', artistId: artist.id }}>
        <Cover cover={artist.cover} shape="round" size="fill" sizeHint={sizeHint} title={artist.name} />
        <Dom as="span" style={styles.words}>
          <AppText lines={1} weight="medium">
            {artist.name}
          </AppText>
          <AppText lines={1} tone="muted">
            {text(artist.albumCount > 0 ? 'components.albumCount' : 'components.trackCount', { count })}
          </AppText>
        </Dom>
      </Link>
    </Dom>
  );
});

import { memo } from 'react';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';
import { ArtistLinks } from './ArtistLinks.tsx';
import { Cover, type CoverArt } from './Cover.tsx';
import { Dom } from './Dom.tsx';
import { IconButton } from './IconButton.tsx';
import { Link } from './Link.tsx';
import type { MenuItem } from './menu-item.ts';
import { useContextMenu } from './use-context-menu.ts';

export interface AlbumCardProps {
  album: {
    id: string;
    title: string;
    artistCredit: string;
    artists: readonly { id: string; name: string }[];
    year: number | null;
    cover: CoverArt | null;
  };
  onPlay: () => void;
  menuItems?: () => readonly MenuItem[];
  /** On an artist's page the year says more than the artist. */
  subtitle?: 'artist' | 'year';
  isPlaying?: boolean;
  isEager?: boolean;
  sizeHint?: number;
}

const useStyles = createStyles(({ radius, space }) => ({
  card: { display: 'flex', flexDirection: 'column', gap: space.sm, position: 'relative', minWidth: 0, width: '100%' },
  frame: { position: 'relative', display: 'block' },
  cover: { borderRadius: radius.card, width: '100%' },
  // The gap sets the two links 24 px apart, as WCAG 2.2 asks of small targets.
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, gap: 3 },
}));

/** Two lines under the cover, always: cards of one grid have one height. */
export const AlbumCard = memo(function AlbumCard(props: AlbumCardProps) {
  const { album, onPlay, menuItems, subtitle = 'artist', isPlaying = false, isEager = false, sizeHint = 200 } = props;
  const styles = useStyles();
  const text = useText();
  const contextMenu = useContextMenu(album.title, menuItems);
  return (
    <Dom {...contextMenu} as="div" dataSet={{ card: '' }} style={styles.card}>
      <Dom as="div" style={styles.frame}>
        <Link
          kind="block"
          label={album.title}
          style={styles.cover}
          tabIndex={-1}
          to={{ screen: 'album', albumId: album.id }}
        >
          <Cover cover={album.cover} isEager={isEager} size="fill" sizeHint={sizeHint} title={album.title} />
        </Link>
        <Dom as="span" dataSet={{ cardPlay: isPlaying ? 'kept' : '' }}>
          <IconButton
            icon={isPlaying ? 'pause' : 'play'}
            iconSize={22}
            kind="solid"
            label={isPlaying ? text('components.pause') : text('components.playItem', { title: album.title })}
            onPress={onPlay}
            size={40}
          />
        </Dom>
      </Dom>
      <Dom as="div" style={styles.words}>
        <AppText lines={1} size={14} weight="medium">
          <Link to={{ screen: 'album', albumId: album.id }} tooltip={undefined}>
            {album.title}
          </Link>
        </AppText>
        {subtitle === 'artist' ? (
          <ArtistLinks artists={album.artists} credit={album.artistCredit} />
        ) : (
          <AppText isTabular tone="muted">
            {album.year ?? '\u00A0'}
          </AppText>
        )}
      </Dom>
    </Dom>
  );
});

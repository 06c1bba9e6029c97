import { playAlbum, playArtist, playGenre, togglePlay } from '@jetstream/app-core';
import { useAppDispatch, useSourceMark, useTrackMark } from '@jetstream/app-core/hooks';
import type { MouseEvent } from 'react';
import { View } from 'react-native';
import { AccentScope } from '#components/AccentScope.tsx';
import { AppText } from '#components/AppText.tsx';
import { ArtistLinks } from '#components/ArtistLinks.tsx';
import { Cover } from '#components/Cover.tsx';
import { Dom } from '#components/Dom.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { Link } from '#components/Link.tsx';
import type { MenuItem } from '#components/menu-item.ts';
import { useContextMenu } from '#components/use-context-menu.ts';
import { useText } from '#locale/use-text.ts';
import type { AppRoute } from '#navigation/app-route.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useItemMenus, type ItemMenus } from '../menus/use-item-menus.ts';
import type { SearchRow } from './search-rows.ts';

const useStyles = createStyles(({ colors, radius, space }) => ({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: space.lg,
    padding: space.lg,
    borderRadius: radius.sheet,
    backgroundColor: colors.surface,
    borderWidth: 1,
    borderColor: colors.hairline,
  },
  line: { flexDirection: 'row', alignItems: 'flex-end', gap: space.lg },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0, gap: 2 },
}));

/** The best single answer: its artwork large, and one press away from playing; two on it, as on a row, play as well. */
export function TopResult({ row, onOpen }: { row: SearchRow; onOpen: (row: SearchRow) => void }) {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const menus = useItemMenus();
  const { title, kind, cover, to, credit, artists, isRound } = describe(row);
  const trackMark = useTrackMark(row.kind === 'track' ? row.track.id : '');
  const sourceMark = useSourceMark(row.kind, idOf(row));
  const mark = row.kind === 'track' ? trackMark : sourceMark;
  const contextMenu = useContextMenu(title, menuOf(row, menus));
  const play = () => {
    if (mark !== null) dispatch(togglePlay());
    else if (row.kind === 'track') onOpen(row);
    else if (row.kind === 'album') void dispatch(playAlbum(row.album.id));
    else if (row.kind === 'artist') void dispatch(playArtist(row.artist.id));
    else void dispatch(playGenre(row.genre.id, { title: row.genre.name }));
  };
  const pressTwice = ({ target }: MouseEvent) => {
    const isControl = target instanceof Element && target.closest('a, button') !== null;
    if (!isControl && mark === null) play();
  };
  return (
    <AccentScope accent={cover?.accent}>
      <Dom {...contextMenu} as="div" onDoubleClick={pressTwice} style={styles.card}>
        <Cover cover={cover} hasShadow isEager shape={isRound ? 'round' : 'square'} size={112} title={title} />
        <View style={styles.line}>
          <View style={styles.words}>
            <AppText lines={2} size={28} weight="bold">
              {to ? <Link to={to}>{title}</Link> : title}
            </AppText>
            <AppText lines={1} tone="muted">
              {text(kind)}
            </AppText>
            {credit !== '' && <ArtistLinks artists={artists} credit={credit} />}
          </View>
          <IconButton
            icon={mark === 'playing' ? 'pause' : 'play'}
            kind="solid"
            label={mark === 'playing' ? text('components.pause') : text('components.playItem', { title })}
            onPress={play}
            size={48}
          />
        </View>
      </Dom>
    </AccentScope>
  );
}

interface Described {
  title: string;
  kind: 'search.kindTrack' | 'search.kindAlbum' | 'search.kindArtist' | 'library.genre';
  cover: React.ComponentProps<typeof Cover>['cover'];
  to: AppRoute | null;
  credit: string;
  artists: readonly { id: string; name: string }[];
  isRound: boolean;
}

function describe(row: SearchRow): Described {
  if (row.kind === 'track') {
    const { title, cover, albumId, artistCredit: credit, artists } = row.track;
    const to: AppRoute | null = albumId === null ? null : { screen: 'album', albumId };
    return { title, kind: 'search.kindTrack', cover, to, credit, artists, isRound: false };
  }
  if (row.kind === 'album') {
    const { title, cover, id, artistCredit: credit, artists } = row.album;
    return {
      title,
      kind: 'search.kindAlbum',
      cover,
      to: { screen: 'album', albumId: id },
      credit,
      artists,
      isRound: false,
    };
  }
  const none = { credit: '', artists: [] };
  if (row.kind === 'artist') {
    const { name, cover, id } = row.artist;
    return {
      title: name,
      kind: 'search.kindArtist',
      cover,
      to: { screen: 'artist', artistId: id },
      isRound: true,
      ...none,
    };
  }
  const { name, covers, id } = row.genre;
  return {
    title: name,
    kind: 'library.genre',
    cover: covers[0] ?? null,
    to: { screen: 'genre', genreId: id },
    isRound: false,
    ...none,
  };
}

function idOf(row: SearchRow): string {
  if (row.kind === 'track') return row.track.id;
  if (row.kind === 'album') return row.album.id;
  return row.kind === 'artist' ? row.artist.id : row.genre.id;
}

function menuOf(row: SearchRow, menus: ItemMenus): (() => readonly MenuItem[]) | undefined {
  if (row.kind === 'track') return () => menus.track(row.track);
  if (row.kind === 'album') return () => menus.album(row.album);
  return row.kind === 'artist' ? () => menus.artist(row.artist) : undefined;
}

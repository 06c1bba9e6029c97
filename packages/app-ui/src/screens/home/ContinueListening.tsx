import { useAppDispatch, usePlaybackPosition, useTrackMark } from '@jetstream/app-core/hooks';
import type { Home } from '@jetstream/api-contract';
import { useCallback } from 'react';
import { View } from 'react-native';
import { AccentScope } from '#components/AccentScope.tsx';
import { AppText } from '#components/AppText.tsx';
import { ArtistLinks } from '#components/ArtistLinks.tsx';
import { Cover } from '#components/Cover.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { Link } from '#components/Link.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { useContextMenu } from '#components/use-context-menu.ts';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useItemMenus } from '../menus/use-item-menus.ts';
import { resumeTrack } from './resume-track.ts';

type Continued = Home['continueListening'][number];
const mostTiles = 6;

const useStyles = createStyles(({ colors, radius, space }) => ({
  section: { gap: space.md },
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(20rem, 100%), 1fr))', gap: space.md },
  tile: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    padding: space.sm,
    paddingEnd: space.md,
    borderRadius: radius.card,
    backgroundColor: colors.surface,
    borderWidth: 1,
    borderColor: colors.hairline,
  },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 0, gap: 2 },
  progress: { flexDirection: 'row', alignItems: 'center', gap: space.sm, marginTop: space.xs },
  bar: { flexGrow: 1, flexShrink: 1 },
}));

export function ContinueListening({ items }: { items: readonly Continued[] }) {
  const styles = useStyles();
  const text = useText();
  if (items.length === 0) return null;
  return (
    <View style={styles.section}>
      <SectionHeader title={text('home.continueListening')} />
      <View aria-label={text('home.continueListening')} role="list" style={styles.grid}>
        {items.slice(0, mostTiles).map((item) => (
          <ContinueTile item={item} key={item.track.id} />
        ))}
      </View>
    </View>
  );
}

function ContinueTile({ item }: { item: Continued }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const dispatch = useAppDispatch();
  const menus = useItemMenus();
  const { track } = item;
  const mark = useTrackMark(track.id);
  const isPlaying = mark === 'playing';
  const live = usePlaybackPosition({ intervalMs: 1000 });
  const positionMs = mark === null ? item.positionMs : live.positionMs;
  const resume = () => void dispatch(resumeTrack(item));
  const menuItems = useCallback(() => menus.track(track), [menus, track]);
  const contextMenu = useContextMenu(track.title, menuItems);
  const share = track.durationMs > 0 ? positionMs / track.durationMs : 0;
  const left = text('home.timeLeft', { time: format.clock(Math.max(0, track.durationMs - positionMs)) });
  return (
    <AccentScope accent={track.cover?.accent}>
      <View {...contextMenu} role="listitem" style={styles.tile}>
        <Cover cover={track.cover} isEager size={64} title={track.albumTitle ?? track.title} />
        <View style={styles.words}>
          <AppText lines={1} size={16} weight="medium">
            {track.albumId ? <Link to={{ screen: 'album', albumId: track.albumId }}>{track.title}</Link> : track.title}
          </AppText>
          <ArtistLinks artists={track.artists} credit={track.artistCredit || text('library.unknownArtist')} />
          <View style={styles.progress}>
            <View style={styles.bar}>
              <ProgressBar height={3} label={track.title} value={share} valueText={left} />
            </View>
            <AppText isTabular size={12} tone="muted">
              {left}
            </AppText>
          </View>
        </View>
        <IconButton
          icon={isPlaying ? 'pause' : 'play'}
          kind="solid"
          label={
            isPlaying
              ? text('components.pause')
              : text('home.resume', { title: track.title, position: format.clock(positionMs) })
          }
          onPress={resume}
          size={40}
        />
      </View>
    </AccentScope>
  );
}

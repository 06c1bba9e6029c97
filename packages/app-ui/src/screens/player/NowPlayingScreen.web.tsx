import { selectCurrentItem, selectHasVisualizer } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { useEffect, useRef } from 'react';
import { AccentScope } from '#components/AccentScope.tsx';
import { AppText } from '#components/AppText.tsx';
import { useCoverSource } from '#components/cover-source.ts';
import { Dom } from '#components/Dom.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { MenuButton } from '#components/Menu.tsx';
import { ScrollContainerProvider } from '#components/scroll-container.ts';
import { useText } from '#locale/use-text.ts';
import { useNavigation, useRouteOf, useScreenTitle } from '#navigation/navigation.tsx';
import { useAppearance } from '#theme/theme.tsx';
import { useLayout } from '#theme/use-layout.ts';
import { useItemMenus } from '../menus/use-item-menus.ts';
import { Lyrics } from './Lyrics.tsx';
import { useFrameStyles } from './now-playing-styles.ts';
import { NowPlayingStage } from './NowPlayingStage.tsx';
import { PanelSwitch, type PanelName } from './PanelSwitch.tsx';
import { PhoneTools } from './PhoneTools.tsx';
import { PlayingWords } from './PlayingWords.tsx';
import { QueueList } from './QueueList.tsx';
import { queueSourceTitle } from './queue-source-title.ts';
import { SeekBar } from './SeekBar.tsx';
import { Transport } from './Transport.tsx';
import { Visualizer } from './Visualizer.tsx';

/** The full player: the cover and its colours, everything else one level away. */
export function NowPlayingScreen() {
  const styles = useFrameStyles();
  const text = useText();
  const navigation = useNavigation();
  const layout = useLayout();
  const track = useAppSelector(selectCurrentItem)?.track;
  const { isReducedMotion } = useAppearance();
  const hasVisualizer = useAppSelector(selectHasVisualizer) && !isReducedMotion;
  const panel = useRouteOf('now-playing')?.panel;
  const heading = useRef<HTMLHeadingElement>(null);
  useScreenTitle(
    track ? text('player.nowPlayingOf', { title: track.title, artist: track.artistCredit }) : text('player.nowPlaying'),
  );
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const close = () => (navigation.canGoBack ? navigation.back() : navigation.replace({ screen: 'home' }));
  const isWide = layout !== 'phone';
  const showsStage = isWide || !panel;
  return (
    <AccentScope accent={track?.cover?.accent}>
      <Dom aria-label={text('player.nowPlaying')} as="section" dataSet={{ fullPlayer: '' }} style={styles.screen}>
        <Backdrop track={track} />
        {hasVisualizer && track && <Visualizer />}
        <h1 data-visually-hidden="" ref={heading} tabIndex={-1}>
          {text('player.nowPlaying')}
        </h1>
        <Head close={close} panel={panel} track={track} />
        {track ? (
          <Dom
            as="div"
            dataSet={{ playerBody: '' }}
            style={[styles.body, isWide && styles.bodyWide, layout === 'tablet' && styles.bodyTablet]}
          >
            {showsStage && <NowPlayingStage hasPanel={isWide && panel !== undefined} track={track} />}
            {panel && <Side panel={panel} track={track} />}
          </Dom>
        ) : (
          <EmptyState
            action={{
              label: text('shell.goHome'),
              onPress: () => navigation.navigate({ screen: 'home' }),
              icon: 'home',
            }}
            hint={text('player.nothingPlayingHint')}
            icon="song"
            title={text('player.nothingPlaying')}
          />
        )}
      </Dom>
    </AccentScope>
  );
}

function Backdrop({ track }: { track: Track | undefined }) {
  const source = useCoverSource();
  const cover = track?.cover;
  return (
    <div aria-hidden="true" data-backdrop="">
      {cover && <img alt="" key={cover.id} src={cover.placeholder ?? source(cover.id, 96)} />}
    </div>
  );
}

function Head({ track, panel, close }: { track: Track | undefined; panel: PanelName | undefined; close: () => void }) {
  const styles = useFrameStyles();
  const text = useText();
  const isPhone = useLayout() === 'phone';
  const menus = useItemMenus();
  const source = queueSourceTitle(useAppSelector(selectCurrentItem)?.source, text);
  return (
    <Dom as="div" style={styles.head}>
      <IconButton
        icon="chevron-down"
        iconSize={26}
        label={text('player.leaveFullScreen')}
        onPress={close}
        shortcut="Escape"
        size={40}
      />
      <Dom as="div" style={styles.source}>
        <AppText align="center" lines={1} size={12} tone="muted" weight="medium">
          {source ?? text('player.nowPlaying')}
        </AppText>
      </Dom>
      <Dom as="div" style={styles.headEnd}>
        {!isPhone && <PanelSwitch panel={panel} />}
        {track && (
          <MenuButton
            items={() => menus.track(track)}
            label={text('components.moreFor', { title: track.title })}
            menuLabel={track.title}
            size={40}
          />
        )}
      </Dom>
    </Dom>
  );
}

function Side({ panel, track }: { panel: PanelName; track: Track }) {
  const styles = useFrameStyles();
  const text = useText();
  const isPhone = useLayout() === 'phone';
  const scroller = useRef<HTMLElement>(null);
  return (
    <Dom as="div" style={[styles.side, isPhone && styles.sidePhone]}>
      <Dom
        as="div"
        dataSet={{ scrollContainer: '', noScrollbar: '', fade: '' }}
        ref={scroller}
        style={[styles.sideScroll, isPhone && styles.sideScrollPhone]}
      >
        <h2 data-visually-hidden="">{text(panel === 'lyrics' ? 'player.lyrics' : 'player.queue')}</h2>
        <ScrollContainerProvider value={scroller}>
          {panel === 'lyrics' ? <Lyrics isLarge track={track} /> : <QueueList />}
        </ScrollContainerProvider>
      </Dom>
      {isPhone && (
        <Dom as="div" style={styles.sideControls}>
          <PlayingWords size={16} track={track} />
          <SeekBar isStacked />
          <Transport isLarge />
          <PhoneTools panel={panel} />
        </Dom>
      )}
    </Dom>
  );
}

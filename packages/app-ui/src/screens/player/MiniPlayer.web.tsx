import { selectCurrentItem, selectIsPlayIntended, skipNext, skipPrevious, togglePlay } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector, usePlaybackFraction } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { useRef, type PointerEvent } from 'react';
import { AccentScope } from '#components/AccentScope.tsx';
import { AppText } from '#components/AppText.tsx';
import { Cover } from '#components/Cover.tsx';
import { Dom } from '#components/Dom.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { Link } from '#components/Link.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ colors, scaled, space }) => ({
  bar: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.sm,
    height: scaled(60),
    paddingStart: space.sm,
    paddingEnd: space.sm,
    touchAction: 'none',
  },
  track: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    flexGrow: 1,
    flexShrink: 1,
    minWidth: 0,
    height: '100%',
  },
  still: { display: 'flex', alignItems: 'center' },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, flexShrink: 1 },
  buttons: { display: 'flex', flexDirection: 'row', gap: space.sm },
  hairline: {
    position: 'absolute',
    insetInlineStart: 0,
    insetInlineEnd: 0,
    top: -1,
    height: 2,
    backgroundColor: colors.tint,
  },
  progress: { height: '100%', backgroundColor: colors.accent, transformOrigin: '0 50%' },
}));

const swipePx = 40;

function TrackWords({ track }: { track: Track }) {
  const styles = useStyles();
  const text = useText();
  return (
    <>
      <Dom as="span" dataSet={{ playingCover: 'bar' }}>
        <Cover cover={track.cover} radius={4} size={44} title={track.albumTitle ?? track.title} />
      </Dom>
      <Dom as="span" style={styles.words}>
        <AppText lines={1} weight="medium">
          {track.title || text('components.untitled')}
        </AppText>
        <AppText lines={1} size={12} tone="muted">
          {track.artistCredit || text('player.unknownArtist')}
        </AppText>
      </Dom>
    </>
  );
}

function Progress() {
  const styles = useStyles();
  const fraction = usePlaybackFraction();
  return (
    <Dom as="div" style={styles.hairline}>
      <Dom as="div" dataSet={{ progressFill: '' }} style={[styles.progress, { transform: `scaleX(${fraction})` }]} />
    </Dom>
  );
}

/** As on devices from left to right. */
function Buttons() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const isPlaying = useAppSelector(selectIsPlayIntended);
  return (
    <Dom as="div" dir="ltr" style={styles.buttons}>
      <IconButton
        dataSet={{ skip: '' }}
        icon={isPlaying ? 'pause' : 'play'}
        iconSize={26}
        label={text(isPlaying ? 'player.pause' : 'player.play')}
        onPress={() => dispatch(togglePlay())}
        size={48}
      />
      <IconButton
        dataSet={{ skip: '' }}
        icon="next"
        iconSize={24}
        label={text('player.next')}
        onPress={() => dispatch(skipNext())}
        size={48}
      />
    </Dom>
  );
}

export interface MiniPlayerProps {
  /** False where there is no app around it yet, in the first run. */
  hasFullPlayer?: boolean;
}

/** Above the tabs of phones; a tap or a swipe up opens the full player, a swipe sideways skips. */
export function MiniPlayer({ hasFullPlayer = true }: MiniPlayerProps) {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const { navigate } = useNavigation();
  const track = useAppSelector(selectCurrentItem)?.track;
  const start = useRef<{ x: number; y: number } | null>(null);
  if (!track) return null;
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    start.current = { x: event.clientX, y: event.clientY };
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const from = start.current;
    start.current = null;
    if (!from) return;
    const [right, up] = [event.clientX - from.x, from.y - event.clientY];
    if (up > swipePx && up > Math.abs(right)) {
      if (hasFullPlayer) navigate({ screen: 'now-playing' });
    } else if (Math.abs(right) > swipePx) dispatch(right < 0 ? skipNext() : skipPrevious());
  };
  return (
    <AccentScope accent={track.cover?.accent}>
      <Dom
        aria-label={text('player.player')}
        as="section"
        onPointerDown={onPointerDown}
        onPointerUp={onPointerUp}
        style={styles.bar}
      >
        <Progress />
        {hasFullPlayer ? (
          <Link kind="block" style={styles.track} to={{ screen: 'now-playing' }}>
            <TrackWords track={track} />
          </Link>
        ) : (
          <Dom as="div" style={[styles.track, styles.still]}>
            <TrackWords track={track} />
          </Dom>
        )}
        <Buttons />
      </Dom>
    </AccentScope>
  );
}

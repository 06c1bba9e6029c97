import { isLocalId, selectNextItem, setRating, skipNext, skipPrevious } from '@jetstream/app-core';
import { useAnnotation, useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { useRef, type PointerEvent } from 'react';
import { useWindowDimensions } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Cover } from '#components/Cover.tsx';
import { Dom } from '#components/Dom.tsx';
import { Rating } from '#components/Rating.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { useAppearance } from '#theme/theme.tsx';
import { useLayout } from '#theme/use-layout.ts';
import { useFootStyles, useStageStyles } from './now-playing-styles.ts';
import { PhoneTools } from './PhoneTools.tsx';
import { PlayingWords } from './PlayingWords.tsx';
import { SeekBar } from './SeekBar.tsx';
import { SoundBadge } from './SoundBadge.tsx';
import { SoundTools } from './SoundTools.tsx';
import { Transport } from './Transport.tsx';
import { VolumeControl } from './VolumeControl.tsx';

const swipePx = 60;
/** Here the largest titles have room for more than a word in a line. */
const wideRowPx = 1280;

type Shape = 'column' | 'beside' | 'row';

/** Beside lyrics or the queue and on upright screens a column; else the cover has the whole height, and the rest stands beside it. */
function useShape(hasPanel: boolean): Shape {
  const layout = useLayout();
  const { width, height } = useWindowDimensions();
  if (hasPanel) return 'beside';
  return layout !== 'phone' && width > height * 1.2 ? 'row' : 'column';
}

/** Cover, words and controls. */
export function NowPlayingStage({ track, hasPanel }: { track: Track; hasPanel: boolean }) {
  const styles = useStageStyles();
  const shape = useShape(hasPanel);
  const width = useWindowDimensions().width / useAppearance().textScale;
  return (
    <Dom as="div" style={[styles.stage, shape === 'beside' && styles.stageBeside, shape === 'row' && styles.stageRow]}>
      <SwipedCover shape={shape} track={track} />
      <Dom
        as="div"
        style={[styles.controls, shape === 'beside' && styles.controlsBeside, shape === 'row' && styles.controlsInRow]}
      >
        <PlayingWords size={shape === 'row' && width >= wideRowPx ? 40 : 28} track={track} />
        <SeekBar isStacked />
        <Transport isLarge />
        <Foot hasPanel={hasPanel} track={track} />
      </Dom>
    </Dom>
  );
}

function SwipedCover({ track, shape }: { track: Track; shape: Shape }) {
  const styles = useStageStyles();
  const layout = useLayout();
  return (
    <Dom
      as="div"
      dataSet={{ playingCover: 'full' }}
      {...useSwipe()}
      style={[styles.cover, shape === 'beside' && styles.coverBeside, shape === 'row' && styles.coverInRow]}
    >
      <Cover
        alt=""
        cover={track.cover}
        hasShadow
        isEager
        key={track.id}
        radius={layout === 'phone' ? 8 : 16}
        size="fill"
        sizeHint={640}
        title={track.albumTitle ?? track.title}
      />
    </Dom>
  );
}

/** On touch screens a swipe skips, and down it closes the player. */
function useSwipe() {
  const dispatch = useAppDispatch();
  const navigation = useNavigation();
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      start.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const from = start.current;
      start.current = null;
      if (!from || event.pointerType === 'mouse') return;
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      if (y > swipePx && y > Math.abs(x) && navigation.canGoBack) navigation.back();
      else if (Math.abs(x) > swipePx) dispatch(x < 0 ? skipNext() : skipPrevious());
    },
  };
}

function Foot({ track, hasPanel }: { track: Track; hasPanel: boolean }) {
  const styles = useFootStyles();
  return useLayout() === 'phone' ? (
    <Dom as="div" style={styles.foot}>
      <Dom as="div" style={styles.facts}>
        <TrackRating track={track} />
        <SoundBadge track={track} />
      </Dom>
      <PhoneTools panel={undefined} />
    </Dom>
  ) : (
    <WideFoot hasNext={!hasPanel} track={track} />
  );
}

function WideFoot({ track, hasNext }: { track: Track; hasNext: boolean }) {
  const styles = useFootStyles();
  const text = useText();
  return (
    <Dom as="div" style={styles.foot}>
      <Dom as="div" style={styles.between}>
        <SoundBadge track={track} />
        <Dom aria-label={text('sound.tools')} as="div" role="group" style={styles.tools}>
          <SoundTools />
        </Dom>
      </Dom>
      <Dom as="div" style={styles.between}>
        <Dom as="div" style={styles.rating}>
          <TrackRating track={track} />
        </Dom>
        {useLayout() === 'desktop' && <VolumeControl />}
      </Dom>
      {hasNext && <NextUp />}
    </Dom>
  );
}

function NextUp() {
  const styles = useFootStyles();
  const text = useText();
  const { navigate } = useNavigation();
  const next = useAppSelector(selectNextItem)?.track;
  if (!next) return null;
  return (
    <Dom
      as="button"
      dataSet={{ press: 'quiet', nextUp: '' }}
      onClick={() => navigate({ screen: 'now-playing', panel: 'queue' })}
      style={styles.next}
      type="button"
    >
      <AppText lines={1} tone="muted">
        {text('player.upNextIs', { title: next.title })}
      </AppText>
    </Dom>
  );
}

function TrackRating({ track }: { track: Track }) {
  const dispatch = useAppDispatch();
  const annotation = useAnnotation('track', track);
  if (isLocalId(track.id)) return null;
  return (
    <Rating
      onChange={(rating) => void dispatch(setRating({ kind: 'track', id: track.id, rating, annotation }))}
      value={annotation.rating}
    />
  );
}

import { seekTo } from '@jetstream/app-core';
import { useAppDispatch, useGetLyricsQuery, usePlaybackPosition } from '@jetstream/app-core/hooks';
import type { Lyrics as LyricsContent, Track } from '@jetstream/api-contract';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/Button.tsx';
import { Dom } from '#components/Dom.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { ErrorState } from '#components/ErrorState.tsx';
import { useScrollContainer } from '#components/scroll-container.ts';
import { SkeletonBlock, SkeletonGroup } from '#components/Skeleton.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance } from '#theme/theme.tsx';
import { lineAt } from './lyric-line.ts';

const useStyles = createStyles(({ colors, motion, radius, scaled, space, weight }) => ({
  column: { display: 'flex', flexDirection: 'column', gap: space.xs, paddingBottom: '40cqh' },
  line: {
    display: 'block',
    width: '100%',
    textAlign: 'start',
    paddingVertical: space.sm - 2,
    paddingHorizontal: space.sm,
    borderWidth: 0,
    borderRadius: radius.card,
    backgroundColor: 'transparent',
    color: colors.text,
    fontFamily: 'inherit',
    fontWeight: weight.bold,
    fontSize: scaled(20),
    lineHeight: '1.3',
    overflowWrap: 'anywhere',
    transitionProperty: 'opacity',
    transitionDuration: `${motion.surfaceMs}ms`,
  },
  large: { fontSize: scaled(28) },
  tappable: { cursor: 'pointer' },
  plain: { fontWeight: weight.medium, fontSize: scaled(16), lineHeight: '1.6', paddingVertical: 2 },
  resting: { color: colors.muted },
  follow: { position: 'sticky', bottom: space.lg, alignSelf: 'center' },
  waiting: { gap: space.lg, padding: space.sm },
}));

/** The words of a track: plain ones to scroll, timed ones that follow the song and seek when pressed. */
export function Lyrics({ track, isLarge = false }: { track: Track; isLarge?: boolean }) {
  const text = useText();
  const { currentData, isError, isFetching, refetch } = useGetLyricsQuery(
    { params: { trackId: track.id } },
    { skip: !track.hasLyrics },
  );
  const empty = (
    <EmptyState hint={text('player.lyricsNoneHint')} icon="lyrics" isCompact title={text('player.lyricsNone')} />
  );
  if (!track.hasLyrics) return empty;
  if (isError && !currentData)
    return (
      <ErrorState
        isCompact
        isRetrying={isFetching}
        onRetry={() => void refetch()}
        title={text('player.lyricsFailed')}
      />
    );
  if (!currentData) return <LyricsSkeleton />;
  if (currentData.lines.length === 0) return empty;
  return currentData.isTimed ? (
    <TimedLyrics isLarge={isLarge} key={track.id} lyrics={currentData} />
  ) : (
    <PlainLyrics lyrics={currentData} />
  );
}

function LyricsSkeleton() {
  const styles = useStyles();
  return (
    <SkeletonGroup>
      <Dom as="div" style={[styles.column, styles.waiting]}>
        {[70, 55, 80, 40, 65, 75, 50].map((width) => (
          <SkeletonBlock height={20} key={width} width={`${width}%`} />
        ))}
      </Dom>
    </SkeletonGroup>
  );
}

function PlainLyrics({ lyrics }: { lyrics: LyricsContent }) {
  const styles = useStyles();
  return (
    <Dom as="div" lang={lyrics.language ?? undefined} style={styles.column}>
      {lyrics.lines.map((line, index) => (
        <Dom as="p" key={`${index} ${line.text}`} style={[styles.line, styles.plain, { margin: 0 }]}>
          {line.text || '\u00A0'}
        </Dom>
      ))}
    </Dom>
  );
}

function TimedLyrics({ lyrics, isLarge }: { lyrics: LyricsContent; isLarge: boolean }) {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const { positionMs } = usePlaybackPosition({ intervalMs: 100 });
  const current = lineAt(lyrics.lines, positionMs);
  const column = useRef<HTMLElement>(null);
  const { isFollowing, follow } = useFollowing(column, current);
  return (
    <Dom as="div" lang={lyrics.language ?? undefined} ref={column} style={styles.column}>
      {lyrics.lines.map((line, index) => (
        <Dom
          aria-current={index === current ? 'true' : undefined}
          aria-label={line.text ? undefined : '♪'}
          as="button"
          dataSet={{ lyric: index === current ? 'current' : '' }}
          key={`${index} ${line.text}`}
          onClick={() => {
            if (line.startMs !== null) dispatch(seekTo(line.startMs));
            follow();
          }}
          style={[styles.line, styles.tappable, isLarge && styles.large, index !== current && styles.resting]}
          type="button"
        >
          {line.text || '♪'}
        </Dom>
      ))}
      {!isFollowing && (
        <Dom as="div" style={styles.follow}>
          <Button icon="arrow-down" kind="primary" label={text('player.lyricsFollow')} onPress={follow} size="small" />
        </Dom>
      )}
    </Dom>
  );
}

/** Keeps the current line a third down the page until the reader scrolls; then waits to be asked. */
function useFollowing(column: React.RefObject<HTMLElement | null>, current: number) {
  const container = useScrollContainer();
  const { isReducedMotion } = useAppearance();
  const [isFollowing, setIsFollowing] = useState(true);
  useEffect(() => {
    const line = column.current?.children[Math.max(0, current)];
    const scroller = container.current;
    if (!isFollowing || !line || !scroller) return;
    const box = scroller.getBoundingClientRect();
    const top = scroller.scrollTop + line.getBoundingClientRect().top - box.top - box.height / 3;
    scroller.scrollTo({ top, behavior: isReducedMotion ? 'instant' : 'smooth' });
  }, [column, container, current, isFollowing, isReducedMotion]);
  useEffect(() => {
    const scroller = container.current;
    const stop = () => setIsFollowing(false);
    scroller?.addEventListener('wheel', stop, { passive: true });
    scroller?.addEventListener('touchmove', stop, { passive: true });
    return () => {
      scroller?.removeEventListener('wheel', stop);
      scroller?.removeEventListener('touchmove', stop);
    };
  }, [container]);
  return { isFollowing, follow: () => setIsFollowing(true) };
}

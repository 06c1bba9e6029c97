import { seekTo } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import type { LyricLine, Lyrics } from '@jetstream/api-contract';
import { memo, useCallback, useEffect, useRef, useState, type MouseEvent, type RefObject } from 'react';
import { Button } from '#components/Button.tsx';
import { Dom } from '#components/Dom.tsx';
import { useScrollContainer } from '#components/scroll-container.ts';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance } from '#theme/theme.tsx';
import { useLayout } from '#theme/use-layout.ts';
import { isAnswering, isSungWith, translationOf } from './lyric-line.ts';
import { LyricWords } from './LyricWords.tsx';
import { useLyricStyles } from './lyric-styles.ts';
import { useSung } from './use-sung.ts';

const useStyles = createStyles(({ colors, scaled, space, weight }) => ({
  large: { fontSize: scaled(28) },
  largeOnTablet: { fontSize: scaled(24) },
  tappable: { cursor: 'pointer' },
  resting: { color: colors.muted },
  beside: { display: 'block', fontSize: '0.62em', lineHeight: '1.4', fontWeight: weight.medium, marginTop: 2 },
  translation: { color: colors.muted },
  // Above the fade at the end of what scrolls.
  follow: { position: 'sticky', bottom: space.huge, alignSelf: 'center' },
}));

export interface TimedLyricsProps {
  lyrics: Lyrics;
  isLarge: boolean;
  /** The language that is shown below each line; null for none. */
  translation: string | null;
}

/** Lyrics that follow the song, by word where words are timed. A press on a line or word seeks to it. */
export function TimedLyrics({ lyrics, isLarge, translation }: TimedLyricsProps) {
  const styles = useStyles();
  const lyricStyles = useLyricStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const { lines } = lyrics;
  const current = useSung(lines);
  const column = useRef<HTMLElement>(null);
  const { isFollowing, follow } = useFollowing(column, current);
  const seek = useCallback(
    (positionMs: number) => {
      dispatch(seekTo(positionMs));
      follow();
    },
    [dispatch, follow],
  );
  return (
    <Dom as="div" lang={lyrics.language ?? undefined} ref={column} style={lyricStyles.column}>
      {lines.map((line, index) => (
        <Line
          isAnswering={isAnswering(lyrics, line)}
          isCurrent={isSungWith(lines, index, current)}
          isLarge={isLarge}
          key={`${index} ${line.text}`}
          line={line}
          onSeek={seek}
          translation={translation}
        />
      ))}
      {!isFollowing && (
        <Dom as="div" style={styles.follow}>
          <Button icon="arrow-down" kind="primary" label={text('player.lyricsFollow')} onPress={follow} size="small" />
        </Dom>
      )}
    </Dom>
  );
}

interface LineProps {
  line: LyricLine;
  isCurrent: boolean;
  isAnswering: boolean;
  isLarge: boolean;
  onSeek: (positionMs: number) => void;
  translation: string | null;
}

/** Only the lines that begin or end being sung are drawn anew. */
const Line = memo(function Line({ line, isCurrent, isAnswering: isOpposite, isLarge, onSeek, ...rest }: LineProps) {
  const styles = useStyles();
  const lyricStyles = useLyricStyles();
  const isDesktop = useLayout() === 'desktop';
  const { background } = line;
  const translation = translationOf(line, rest.translation);
  const press = ({ target }: MouseEvent) => {
    const start = target instanceof Element ? target.closest<HTMLElement>('[data-start]')?.dataset['start'] : undefined;
    if (line.startMs !== null) onSeek(start === undefined ? line.startMs : Number(start));
  };
  return (
    <Dom
      aria-current={isCurrent ? 'true' : undefined}
      aria-label={line.text ? undefined : '♪'}
      as="button"
      dataSet={{ lyric: isCurrent ? 'current' : '', lyricSide: isOpposite ? 'end' : 'start' }}
      dir="auto"
      onClick={press}
      style={[
        lyricStyles.line,
        styles.tappable,
        isLarge && (isDesktop ? styles.large : styles.largeOnTablet),
        !isCurrent && styles.resting,
      ]}
      type="button"
    >
      {isCurrent && line.words ? <LyricWords words={line.words} /> : line.text || '♪'}
      {background && (
        <Dom as="span" dir="auto" style={styles.beside}>
          {isCurrent && background.words ? <LyricWords words={background.words} /> : background.text}
        </Dom>
      )}
      {translation !== null && (
        <Dom as="span" dir="auto" lang={rest.translation ?? undefined} style={[styles.beside, styles.translation]}>
          {translation}
        </Dom>
      )}
    </Dom>
  );
});

/** Keeps the current line a third down the page until the reader scrolls; then waits to be asked. */
function useFollowing(column: RefObject<HTMLElement | null>, current: number) {
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
  const follow = useCallback(() => setIsFollowing(true), []);
  return { isFollowing, follow };
}

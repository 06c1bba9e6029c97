import { useGetLyricsQuery } from '@jetstream/app-core/hooks';
import type { Lyrics as LyricsContent, Track } from '@jetstream/api-contract';
import { Dom } from '#components/Dom.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { ErrorState } from '#components/ErrorState.tsx';
import { SkeletonBlock, SkeletonGroup } from '#components/Skeleton.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLyricStyles } from './lyric-styles.ts';
import { TimedLyrics } from './TimedLyrics.tsx';

const useStyles = createStyles(({ scaled, space, weight }) => ({
  plain: { fontWeight: weight.medium, fontSize: scaled(16), lineHeight: '1.6', paddingVertical: 2, margin: 0 },
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
  const lyricStyles = useLyricStyles();
  return (
    <SkeletonGroup>
      <Dom as="div" style={[lyricStyles.column, styles.waiting]}>
        {[70, 55, 80, 40, 65, 75, 50].map((width) => (
          <SkeletonBlock height={20} key={width} width={`${width}%`} />
        ))}
      </Dom>
    </SkeletonGroup>
  );
}

function PlainLyrics({ lyrics }: { lyrics: LyricsContent }) {
  const styles = useStyles();
  const lyricStyles = useLyricStyles();
  return (
    <Dom as="div" lang={lyrics.language ?? undefined} style={lyricStyles.column}>
      {lyrics.lines.map((line, index) => (
        <Dom as="p" key={`${index} ${line.text}`} style={[lyricStyles.line, styles.plain]}>
          {line.text || '\u00A0'}
        </Dom>
      ))}
    </Dom>
  );
}

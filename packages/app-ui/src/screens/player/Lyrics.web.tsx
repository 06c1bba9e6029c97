import { useGetLyricsQuery } from '@jetstream/app-core/hooks';
import type { LyricLine, Lyrics as LyricsContent, Track } from '@jetstream/api-contract';
import { useMemo, useState } from 'react';
import { Dom } from '#components/Dom.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { ErrorState } from '#components/ErrorState.tsx';
import { Select } from '#components/Select.tsx';
import { SkeletonBlock, SkeletonGroup } from '#components/Skeleton.tsx';
import { useLocale } from '#locale/locale.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { translationForReader, translationLanguages, translationOf, UNNAMED_LANGUAGE } from './lyric-line.ts';
import { useLyricStyles } from './lyric-styles.ts';
import { TimedLyrics } from './TimedLyrics.tsx';

const useStyles = createStyles(({ colors, scaled, space, weight }) => ({
  plain: { fontWeight: weight.medium, fontSize: scaled(16), lineHeight: '1.6', paddingVertical: 2, margin: 0 },
  translation: { maxWidth: '16rem', paddingHorizontal: space.sm, paddingBottom: space.md },
  below: { display: 'block', color: colors.muted },
  waiting: { gap: space.lg, padding: space.sm },
}));

/** The words of a track: plain ones to scroll, timed ones that follow the song and seek when pressed. */
export function Lyrics({ track, isLarge = false }: { track: Track; isLarge?: boolean }) {
  const text = useText();
  const [wish, setWish] = useState<string | null>();
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
  return <Words isLarge={isLarge} key={track.id} lyrics={currentData} onWish={setWish} wish={wish} />;
}

interface WordsProps {
  lyrics: LyricsContent;
  isLarge: boolean;
  /** What the person chose at some song; undefined before. */
  wish: string | null | undefined;
  onWish: (language: string | null) => void;
}

function Words({ lyrics, isLarge, wish, onWish }: WordsProps) {
  const { language } = useLocale();
  const languages = useMemo(() => translationLanguages(lyrics), [lyrics]);
  const isKept = wish === null || (wish !== undefined && languages.includes(wish));
  const chosen = isKept ? wish : translationForReader(languages, language);
  return (
    <>
      {languages.length > 0 && <TranslationSelect chosen={chosen} languages={languages} onChange={onWish} />}
      {lyrics.isTimed ? (
        <TimedLyrics isLarge={isLarge} lyrics={lyrics} translation={chosen} />
      ) : (
        <PlainLyrics lyrics={lyrics} translation={chosen} />
      )}
    </>
  );
}

interface TranslationSelectProps {
  languages: readonly string[];
  chosen: string | null;
  onChange: (language: string | null) => void;
}

const NONE = 'none';

function TranslationSelect({ languages, chosen, onChange }: TranslationSelectProps) {
  const styles = useStyles();
  const text = useText();
  const { language: nameOf } = useFormat();
  const options = languages.map((value) => ({
    value,
    label: value === UNNAMED_LANGUAGE ? text('player.translation') : nameOf(value),
  }));
  return (
    <Dom as="div" style={styles.translation}>
      <Select
        isLabelHidden
        label={text('player.translation')}
        onChange={(value) => onChange(value === NONE ? null : value)}
        options={[{ value: NONE, label: text('player.translationNone') }, ...options]}
        value={chosen ?? NONE}
      />
    </Dom>
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

function PlainLyrics({ lyrics, translation }: { lyrics: LyricsContent; translation: string | null }) {
  const styles = useStyles();
  const lyricStyles = useLyricStyles();
  return (
    <Dom as="div" lang={lyrics.language ?? undefined} style={lyricStyles.column}>
      {lyrics.lines.map((line, index) => (
        <Dom
          as="p"
          dataSet={{ lyricSide: 'start' }}
          dir="auto"
          key={`${index} ${line.text}`}
          style={[lyricStyles.line, styles.plain]}
        >
          {line.text || '\u00A0'}
          <Translation line={line} translation={translation} />
        </Dom>
      ))}
    </Dom>
  );
}

function Translation({ line, translation }: { line: LyricLine; translation: string | null }) {
  const styles = useStyles();
  const words = translationOf(line, translation);
  return words === null ? null : (
    <Dom as="span" dir="auto" lang={translation ?? undefined} style={styles.below}>
      {words}
    </Dom>
  );
}

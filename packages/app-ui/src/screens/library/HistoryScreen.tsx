import { playTracks } from '@jetstream/app-core';
import { useAppDispatch, usePagedList } from '@jetstream/app-core/hooks';
import type { Play } from '@jetstream/api-contract';
import { useCallback, useMemo } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { BackButton } from '../items/BackButton.tsx';
import { TrackItem } from '../items/TrackItem.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';
import { useNow } from '../use-now.ts';
import { createCalendarDay, groupPlaysByDay } from './history-days.ts';

const pageSize = 100;
const dayMs = 86_400_000;

const useStyles = createStyles(({ space }) => ({
  days: { gap: space.xl },
  day: { gap: space.sm },
  list: { marginHorizontal: -space.sm },
  when: { alignItems: 'flex-end', paddingEnd: space.md },
  whenWide: { width: '16rem' },
  more: { alignItems: 'center' },
}));

export function HistoryScreen() {
  const styles = useStyles();
  const text = useText();
  const { navigate } = useNavigation();
  const history = usePagedList('listPlays', { limit: pageSize });
  return (
    <Screen
      actions={
        <Button icon="chart" label={text('shell.statistics')} onPress={() => navigate({ screen: 'statistics' })} />
      }
      leading={<BackButton fallback={{ screen: 'home' }} />}
      title={text('library.history')}
    >
      {history.items.length > 0 && <Days plays={history.items} />}
      {history.hasMore && (
        <View style={styles.more}>
          <Button isBusy={history.isLoadingMore} label={text('library.showMore')} onPress={history.loadMore} />
        </View>
      )}
      {history.items.length === 0 && history.error && <ProblemState failure={history.error} onRetry={history.retry} />}
      {history.items.length === 0 && history.isLoading && <SkeletonRows count={12} hasCover />}
      {history.items.length === 0 && !history.isLoading && !history.error && (
        <EmptyState
          action={{
            icon: 'album',
            label: text('library.browseAlbums'),
            onPress: () => navigate({ screen: 'library', segment: 'albums' }),
          }}
          hint={text('library.historyEmptyText')}
          icon="history"
          title={text('library.historyEmptyTitle')}
        />
      )}
    </Screen>
  );
}

function Days({ plays }: { plays: readonly Play[] }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const dispatch = useAppDispatch();
  const now = useNow(60_000);
  const calendarDay = useMemo(() => createCalendarDay(), []);
  const days = useMemo(() => groupPlaysByDay(plays, (at) => calendarDay(Date.parse(at))), [calendarDay, plays]);
  const play = useCallback(
    (at: number) => {
      const track = plays[at]?.track;
      if (track) dispatch(playTracks({ tracks: [track], source: { kind: 'tracks', title: text('library.history') } }));
    },
    [dispatch, plays, text],
  );
  const nameOf = (day: string, at: string): string => {
    if (day === calendarDay(now)) return text('library.today');
    return day === calendarDay(now - dayMs) ? text('library.yesterday') : format.day(at);
  };
  let row = 0;
  return (
    <View style={styles.days}>
      {days.map(({ day, at, plays: ofDay }) => (
        <View key={day} style={styles.day}>
          <AppText level={2} size={16} weight="bold">
            {nameOf(day, at)}
          </AppText>
          <View role="list" style={styles.list}>
            {ofDay.map((one) => (
              <View key={one.id} role="listitem">
                <TrackItem at={row++} hasAlbum onPlay={play} track={one.track} trailing={<When play={one} />} />
              </View>
            ))}
          </View>
        </View>
      ))}
    </View>
  );
}

function When({ play }: { play: Play }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const layout = useLayout();
  const time = format.time(play.playedAt);
  return (
    <View style={[styles.when, layout === 'desktop' && styles.whenWide]}>
      <AppText isTabular lines={1} tone="muted">
        {layout !== 'desktop' ? time : text('library.playedAt', { time, client: play.client })}
      </AppText>
    </View>
  );
}

import { useGetListeningStatisticsQuery } from '@jetstream/app-core/hooks';
import type { ListeningPeriod, ListeningStatistics } from '@jetstream/api-contract';
import { useState } from 'react';
import { View } from 'react-native';
import { BarChart, type Bar } from '#components/BarChart.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { SegmentedTabs } from '#components/SegmentedTabs.tsx';
import { SkeletonBlock, SkeletonRows } from '#components/Skeleton.tsx';
import type { TextKey } from '#locale/dictionary.ts';
import { useFormat, useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { FactTiles } from './FactTiles.tsx';
import { hasLabel, isByMonth, sumByMonth } from './listening-bars.ts';
import { Panel } from './Panel.tsx';
import { Ranking, type Ranked } from './Ranking.tsx';

const periodKeys = {
  week: 'statistics.week',
  month: 'statistics.month',
  year: 'statistics.year',
  all: 'statistics.all',
} as const satisfies Record<ListeningPeriod, TextKey>;
const periods: readonly ListeningPeriod[] = ['week', 'month', 'year', 'all'];
const panelId = 'listening-panel';

const useStyles = createStyles(({ space }) => ({
  view: { gap: space.xl },
  panels: { flexDirection: 'row', flexWrap: 'wrap', columnGap: space.huge, rowGap: space.xxl },
}));

export function ListeningStatisticsView() {
  const styles = useStyles();
  const text = useText();
  const [period, setPeriod] = useState<ListeningPeriod>('month');
  const { currentData, error, isFetching, refetch } = useGetListeningStatisticsQuery(
    { query: { period } },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <View style={styles.view}>
      <SegmentedTabs
        label={text('statistics.period')}
        onChange={setPeriod}
        options={periods.map((value) => ({ value, label: text(periodKeys[value]) }))}
        panelId={panelId}
        value={period}
      />
      <View aria-label={text(periodKeys[period])} id={panelId} role="tabpanel">
        {currentData && (currentData.plays > 0 ? <Listened listened={currentData} /> : <Nothing period={period} />)}
        {!currentData && error && <ProblemState failure={error} isRetrying={isFetching} onRetry={refetch} />}
        {!currentData && !error && <ListeningSkeleton />}
      </View>
    </View>
  );
}

function Nothing({ period }: { period: ListeningPeriod }) {
  const text = useText();
  const { navigate } = useNavigation();
  return (
    <EmptyState
      action={{
        icon: 'album',
        label: text('library.browseAlbums'),
        onPress: () => navigate({ screen: 'library', segment: 'albums' }),
      }}
      hint={text('library.historyEmptyText')}
      icon="chart"
      title={text(period === 'all' ? 'library.historyEmptyTitle' : 'statistics.nothingInPeriod')}
    />
  );
}

function ListeningSkeleton() {
  const styles = useStyles();
  return (
    <View style={styles.view}>
      <View dataSet={{ skeleton: '' }}>
        <SkeletonBlock height={180} width="100%" />
      </View>
      <SkeletonRows count={6} hasCover />
    </View>
  );
}

function Listened({ listened }: { listened: ListeningStatistics }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const bars = useBars(listened);
  const daysWithPlays = listened.days.filter(({ plays }) => plays > 0).length;
  const facts = [
    { name: text('statistics.listeningTime'), value: format.length(listened.playedMs) },
    { name: text('statistics.plays'), value: format.number(listened.plays) },
    { name: text('statistics.daysWithMusic'), value: format.number(daysWithPlays) },
  ];
  const title = text(isByMonth(listened.period) ? 'statistics.byMonth' : 'statistics.byDay');
  const summary = text('statistics.chartSummary', { title, total: format.length(listened.playedMs) });
  return (
    <View style={styles.view}>
      <FactTiles facts={facts} />
      <Panel title={title}>
        <BarChart bars={bars} summary={summary} />
      </Panel>
      <Rankings listened={listened} />
    </View>
  );
}

function useBars({ period, days }: ListeningStatistics): Bar[] {
  const text = useText();
  const format = useFormat();
  const isPhone = useLayout() === 'phone';
  const byMonth = isByMonth(period);
  const sums = byMonth ? sumByMonth(days) : days;
  return sums.map(({ date, plays, playedMs }, at) => ({
    key: date,
    label: hasLabel(at, sums.length, isPhone ? 5 : 10) ? format.calendar(date, byMonth ? 'month' : 'day') : '',
    value: playedMs,
    text: text('statistics.barText', {
      when: format.calendar(date, byMonth ? 'longMonth' : 'longDay'),
      time: format.length(playedMs),
      plays: text('statistics.playCount', { count: plays }),
    }),
  }));
}

function Rankings({ listened }: { listened: ListeningStatistics }) {
  const styles = useStyles();
  const text = useText();
  const count = (plays: number) => ({ value: plays, valueText: text('statistics.playCount', { count: plays }) });
  const tracks = listened.topTracks.map(({ track, plays }): Ranked => ({
    id: track.id,
    title: track.title,
    subtitle: track.artistCredit,
    cover: track.cover,
    to: track.albumId === null ? undefined : { screen: 'album', albumId: track.albumId },
    ...count(plays),
  }));
  const artists = listened.topArtists.map(({ artist, plays }): Ranked => ({
    id: artist.id,
    title: artist.name,
    cover: artist.cover,
    isRound: true,
    to: { screen: 'artist', artistId: artist.id },
    ...count(plays),
  }));
  const albums = listened.topAlbums.map(({ album, plays }): Ranked => ({
    id: album.id,
    title: album.title,
    subtitle: album.artistCredit,
    cover: album.cover,
    to: { screen: 'album', albumId: album.id },
    ...count(plays),
  }));
  const genres = listened.topGenres.map(({ id, name, plays }): Ranked => ({
    id,
    title: name,
    to: { screen: 'genre', genreId: id },
    ...count(plays),
  }));
  const panels = [
    { title: text('statistics.topTracks'), items: tracks },
    { title: text('statistics.topArtists'), items: artists },
    { title: text('statistics.topAlbums'), items: albums },
    { title: text('statistics.topGenres'), items: genres },
  ];
  return (
    <View style={styles.panels}>
      {panels.map(
        ({ title, items }) =>
          items.length > 0 && (
            <Panel isBeside key={title} title={title}>
              <Ranking items={items} />
            </Panel>
          ),
      )}
    </View>
  );
}

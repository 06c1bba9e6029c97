import { useGetServerStatisticsQuery } from '@jetstream/app-core/hooks';
import type { ServerStatistics } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { BarChart } from '#components/BarChart.tsx';
import { SkeletonBlock, SkeletonRows } from '#components/Skeleton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { EventList } from './EventList.tsx';
import { groupEndpoints } from './endpoint-groups.ts';
import { FactTiles } from './FactTiles.tsx';
import { hasLabel } from './listening-bars.ts';
import { Panel } from './Panel.tsx';
import { Ranking } from './Ranking.tsx';

const refreshMs = 60_000;

const useStyles = createStyles(({ space }) => ({
  view: { gap: space.xxl },
  panels: { flexDirection: 'row', flexWrap: 'wrap', gap: space.xxl, rowGap: space.xxl },
}));

export function ServerStatisticsView() {
  const styles = useStyles();
  const { data, error, isFetching, refetch } = useGetServerStatisticsQuery(undefined, {
    pollingInterval: refreshMs,
    skipPollingIfUnfocused: true,
    refetchOnMountOrArgChange: true,
  });
  if (data) return <ServerUse use={data} />;
  if (error) return <ProblemState failure={error} isRetrying={isFetching} onRetry={refetch} />;
  return (
    <View style={styles.view}>
      <View dataSet={{ skeleton: '' }}>
        <SkeletonBlock height={180} width="100%" />
      </View>
      <SkeletonRows count={6} />
    </View>
  );
}

function ServerUse({ use }: { use: ServerStatistics }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const today = use.days.at(-1);
  const requests = use.requestHours.reduce((sum, hour) => sum + hour.requests, 0);
  const errors = use.requestHours.reduce((sum, hour) => sum + hour.errors, 0);
  const facts = [
    { name: text('statistics.users'), value: format.number(use.userCount) },
    {
      name: text('statistics.songs'),
      value: format.number(use.libraries.reduce((sum, { trackCount }) => sum + trackCount, 0)),
    },
    {
      name: text('statistics.storage'),
      value: format.bytes(use.libraries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
    },
    { name: text('statistics.playsToday'), value: format.number(today?.plays ?? 0) },
    { name: text('statistics.listenersToday'), value: format.number(today?.listeners ?? 0) },
    { name: text('statistics.errorRate'), value: format.percent(requests === 0 ? 0 : errors / requests) },
  ];
  return (
    <View style={styles.view}>
      <FactTiles facts={facts} />
      <View style={styles.panels}>
        <PlayChart use={use} />
        <RequestChart use={use} />
      </View>
      <View style={styles.panels}>
        <Libraries use={use} />
        <Endpoints use={use} />
      </View>
      <Panel title={text('statistics.events')}>
        {use.events.length > 0 ? (
          <EventList events={use.events} />
        ) : (
          <AppText tone="muted">{text('statistics.noEvents')}</AppText>
        )}
      </Panel>
    </View>
  );
}

function PlayChart({ use: { days } }: { use: ServerStatistics }) {
  const text = useText();
  const format = useFormat();
  const isPhone = useLayout() === 'phone';
  const title = text('statistics.playsByDay');
  const plays = days.reduce((sum, day) => sum + day.plays, 0);
  const bars = days.map((day, at) => ({
    key: day.date,
    label: hasLabel(at, days.length, isPhone ? 5 : 6) ? format.calendar(day.date, 'day') : '',
    value: day.plays,
    text: text('statistics.serverBarText', {
      when: format.calendar(day.date, 'longDay'),
      plays: text('statistics.playCount', { count: day.plays }),
      listeners: text('statistics.listenerCount', { count: day.listeners }),
    }),
  }));
  const total = text('statistics.playCount', { count: plays });
  return (
    <Panel isBeside hint={text('statistics.inDays', { total })} title={title}>
      <BarChart bars={bars} summary={text('statistics.chartSummary', { title, total })} />
    </Panel>
  );
}

function RequestChart({ use: { requestHours } }: { use: ServerStatistics }) {
  const text = useText();
  const format = useFormat();
  const isPhone = useLayout() === 'phone';
  const title = text('statistics.requestsByHour');
  const requests = requestHours.reduce((sum, hour) => sum + hour.requests, 0);
  const bars = requestHours.map((hour, at) => ({
    key: hour.startsAt,
    label: hasLabel(at, requestHours.length, isPhone ? 4 : 6) ? format.time(hour.startsAt) : '',
    value: hour.requests,
    text: text('statistics.requestBarText', {
      when: format.dateTime(hour.startsAt),
      requests: text('statistics.requestCount', { count: hour.requests }),
      errors: text('statistics.errorCount', { count: hour.errors }),
    }),
  }));
  const total = text('statistics.requestCount', { count: requests });
  return (
    <Panel isBeside hint={text('statistics.inHours', { total })} title={title}>
      <BarChart bars={bars} summary={text('statistics.chartSummary', { title, total })} />
    </Panel>
  );
}

function Libraries({ use: { libraries } }: { use: ServerStatistics }) {
  const text = useText();
  const format = useFormat();
  const bySize = libraries.toSorted((a, b) => b.sizeBytes - a.sizeBytes || b.trackCount - a.trackCount);
  const items = bySize.map(({ id, name, trackCount, sizeBytes }) => ({
    id,
    title: name,
    subtitle: text('library.songCount', { count: trackCount }),
    value: sizeBytes,
    valueText: format.bytes(sizeBytes),
  }));
  return (
    <Panel isBeside title={text('statistics.storageByFolder')}>
      {items.length > 0 ? <Ranking items={items} /> : <AppText tone="muted">{text('library.foldersEmpty')}</AppText>}
    </Panel>
  );
}

function Endpoints({ use: { endpoints } }: { use: ServerStatistics }) {
  const text = useText();
  const format = useFormat();
  const items = groupEndpoints(endpoints).map(({ textKey, requests, averageMs, errors }) => ({
    id: textKey,
    title: text(textKey),
    subtitle: text('statistics.endpointText', {
      time: format.number(Math.round(averageMs * 10) / 10),
      errors: text('statistics.errorCount', { count: errors }),
    }),
    value: requests,
    valueText: format.number(requests),
  }));
  return (
    <Panel isBeside title={text('statistics.endpoints')}>
      {items.length > 0 ? <Ranking items={items} /> : <AppText tone="muted">{text('statistics.noRequests')}</AppText>}
    </Panel>
  );
}

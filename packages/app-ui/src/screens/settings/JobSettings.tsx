import type { Job, JobGroup } from '@jetstream/api-contract';
import { useListJobSchedulesQuery, useListJobsQuery } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import type { TextKey } from '#locale/dictionary.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { useNow } from '../use-now.ts';
import { JobRow } from './JobRow.tsx';
import { toKindName } from './job-names.ts';
import { SettingCard } from './SettingCard.tsx';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const shownDone = 20;

const useStyles = createStyles(({ colors, space }) => ({
  // The last row brings room of its own below it.
  list: { marginBottom: -space.md },
  row: { gap: space.xs, borderTopWidth: 1, borderTopColor: colors.hairline, paddingVertical: space.md },
}));

interface JobsCardProps {
  group: JobGroup;
  title: TextKey;
  hint: TextKey;
  /** Said in place of an empty list. */
  empty: TextKey;
  limit?: number;
}

function JobsCard({ group, title, hint, empty, limit = 200 }: JobsCardProps) {
  const styles = useStyles();
  const text = useText();
  const jobs = useListJobsQuery({ query: { group, limit } });
  const items: readonly Job[] = jobs.data?.items ?? [];
  return (
    <SettingCard hint={text(hint)} title={text(title)}>
      {jobs.isLoading && <SkeletonRows count={2} />}
      {jobs.error && !jobs.data && <ProblemState failure={jobs.error} isCompact onRetry={jobs.refetch} />}
      {jobs.data && items.length === 0 && <AppText tone="muted">{text(empty)}</AppText>}
      {items.length > 0 && (
        <View aria-label={text(title)} role="list" style={styles.list}>
          {items.map((job) => (
            <JobRow job={job} key={job.id} />
          ))}
        </View>
      )}
    </SettingCard>
  );
}

export const ActiveJobsSetting = () => (
  <JobsCard empty="settings.jobsNone" group="active" hint="settings.jobsActiveText" title="settings.jobsActive" />
);

export const FailedJobsSetting = () => (
  <JobsCard empty="settings.jobsNoneFailed" group="failed" hint="settings.jobsFailedText" title="settings.jobsFailed" />
);

export const DoneJobsSetting = () => (
  <JobsCard
    empty="settings.jobsNoneDone"
    group="done"
    hint="settings.jobsDoneText"
    limit={shownDone}
    title="settings.jobsDone"
  />
);

const everyOf = (everyMs: number, text: TextFunction): string =>
  everyMs % hourMs === 0
    ? text('settings.jobsEveryHours', { count: everyMs / hourMs })
    : text('settings.jobsEveryMinutes', { count: Math.round(everyMs / minuteMs) });

export function SchedulesSetting() {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const nowMs = useNow(minuteMs);
  const schedules = useListJobSchedulesQuery();
  return (
    <SettingCard hint={text('settings.jobsScheduledText')} title={text('settings.jobsScheduled')}>
      {schedules.isLoading && <SkeletonRows count={2} />}
      {schedules.error && !schedules.data && (
        <ProblemState failure={schedules.error} isCompact onRetry={schedules.refetch} />
      )}
      <View aria-label={text('settings.jobsScheduled')} role="list" style={styles.list}>
        {schedules.data?.items.map(({ name, kind, everyMs, nextRunAt }) => (
          <View key={name} role="listitem" style={styles.row}>
            <AppText weight="medium">{toKindName(kind, text)}</AppText>
            <AppText isTabular size={12} tone="muted">
              {[everyOf(everyMs, text), text('settings.jobsNext', { when: format.ago(nextRunAt, nowMs) })].join(' · ')}
            </AppText>
          </View>
        ))}
      </View>
    </SettingCard>
  );
}

import type { Job } from '@jetstream/api-contract';
import {
  useCancelJobMutation,
  useDeleteJobMutation,
  useGetAnalysisStateQuery,
  useRetryJobMutation,
} from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Badge } from '#components/Badge.tsx';
import { Button } from '#components/Button.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useNow } from '../use-now.ts';
import { jobStates, toKindName } from './job-names.ts';
import { toJobProgress } from './job-progress.ts';

const minuteMs = 60_000;

const badges = {
  queued: 'neutral',
  running: 'accent',
  completed: 'success',
  cancelled: 'neutral',
  failed: 'danger',
} as const satisfies Record<Job['state'], string>;

const useStyles = createStyles(({ colors, space }) => ({
  row: {
    flexDirection: 'row',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: space.xl,
    rowGap: space.md,
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    paddingVertical: space.md,
  },
  // Wide enough for a reason; beside less than this, the buttons go below.
  words: { flexGrow: 1, flexShrink: 1, flexBasis: '15rem', minWidth: 0, gap: space.xs },
  name: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.sm },
  buttons: { flexDirection: 'row', flexWrap: 'wrap', flexShrink: 0, gap: space.sm },
}));

export function JobRow({ job }: { job: Job }) {
  const styles = useStyles();
  const text = useText();
  return (
    <View role="listitem" style={styles.row}>
      <View style={styles.words}>
        <View style={styles.name}>
          <AppText weight="medium">{toKindName(job.kind, text)}</AppText>
          <Badge kind={badges[job.state]} label={text(jobStates[job.state])} />
        </View>
        <JobFacts job={job} />
        {job.error !== null && <AppText tone="danger">{job.error}</AppText>}
        {job.state === 'running' && <JobBar job={job} />}
      </View>
      <JobButtons job={job} />
    </View>
  );
}

/** When, where and how often: one quiet line. */
function JobFacts({ job }: { job: Job }) {
  const text = useText();
  const format = useFormat();
  const nowMs = useNow(minuteMs);
  const isWaitingForTry = job.state === 'queued' && job.tries > 0;
  const when = isWaitingForTry ? job.dueAt : (job.endedAt ?? job.startedAt ?? job.queuedAt);
  const facts = [
    isWaitingForTry ? text('settings.jobNextTry', { when: format.ago(when, nowMs) }) : format.ago(when, nowMs),
    job.server !== null && text('settings.jobServer', { server: job.server }),
    job.tries > 1 && text('settings.jobTries', { tries: job.tries, most: job.maxTries }),
  ];
  return (
    <AppText isTabular size={12} tone="muted">
      {facts.filter(Boolean).join(' · ')}
    </AppText>
  );
}

function JobBar({ job }: { job: Job }) {
  const text = useText();
  const format = useFormat();
  const { data: analysis } = useGetAnalysisStateQuery(undefined, { skip: job.kind !== 'analysis' });
  const progress = toJobProgress(job, analysis);
  const { done, total, share } = progress ?? { done: 0, total: null, share: null };
  const valueText =
    total === null
      ? text('settings.jobDone', { done: format.number(done) })
      : text('settings.jobDoneOf', { done: format.number(done), total: format.number(total) });
  return (
    <>
      <ProgressBar height={6} label={toKindName(job.kind, text)} value={share} valueText={valueText} />
      {progress && (
        <AppText isTabular size={12} tone="muted">
          {valueText}
        </AppText>
      )}
    </>
  );
}

function JobButtons({ job }: { job: Job }) {
  const styles = useStyles();
  const text = useText();
  const [cancelJob, cancelling] = useCancelJobMutation();
  const [retryJob, retrying] = useRetryJobMutation();
  const [deleteJob, deleting] = useDeleteJobMutation();
  const name = toKindName(job.kind, text);
  const request = { params: { jobId: job.id } };
  if (job.state === 'queued' || job.state === 'running') {
    return (
      <Button
        accessibleName={text('settings.jobCancelNamed', { name })}
        isBusy={cancelling.isLoading}
        label={text('settings.jobCancel')}
        onPress={() => void cancelJob(request)}
        size="small"
      />
    );
  }
  if (job.state !== 'failed') return null;
  return (
    <View style={styles.buttons}>
      <Button
        accessibleName={text('settings.jobRetryNamed', { name })}
        icon="refresh"
        isBusy={retrying.isLoading}
        label={text('settings.jobRetry')}
        onPress={() => void retryJob(request)}
        size="small"
      />
      <Button
        accessibleName={text('settings.jobRemoveNamed', { name })}
        isBusy={deleting.isLoading}
        kind="quiet"
        label={text('settings.jobRemove')}
        onPress={() => void deleteJob(request)}
        size="small"
      />
    </View>
  );
}

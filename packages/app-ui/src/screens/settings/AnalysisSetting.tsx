import type { AnalysisState } from '@jetstream/api-contract';
import { useGetAnalysisStateQuery } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { toAnalysisProgress } from './job-progress.ts';
import { SettingCard } from './SettingCard.tsx';

/** It goes on by itself, a song at a time. */
const ASK_AGAIN_MS = 15_000;

const useStyles = createStyles(({ space }) => ({ progress: { gap: space.sm } }));

/** How far the server has measured loudness and waveforms, and when it goes on. */
export function AnalysisSetting() {
  const text = useText();
  const { data, error, isLoading, refetch } = useGetAnalysisStateQuery(undefined, { pollingInterval: ASK_AGAIN_MS });
  return (
    <SettingCard hint={text('settings.analysisText')} title={text('settings.analysis')}>
      {isLoading && <SkeletonRows count={1} />}
      {error && !data && <ProblemState failure={error} isCompact onRetry={refetch} />}
      {data && <Progress state={data} />}
    </SettingCard>
  );
}

function Progress({ state }: { state: AnalysisState }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const { trackCount, analysedCount, failedCount } = state;
  const words = text('settings.analysisCount', {
    done: format.number(analysedCount),
    total: format.number(trackCount),
    percent: format.percent(trackCount === 0 ? 1 : analysedCount / trackCount),
  });
  return (
    <View style={styles.progress}>
      <ProgressBar
        height={6}
        label={text('settings.analysis')}
        value={toAnalysisProgress(state).share}
        valueText={words}
      />
      <AppText isTabular>{words}</AppText>
      <AppText aria-live="polite" tone="muted">
        <What state={state} />
      </AppText>
      {failedCount > 0 && <AppText tone="muted">{text('settings.analysisFailed', { count: failedCount })}</AppText>}
    </View>
  );
}

function What({ state }: { state: AnalysisState }) {
  const text = useText();
  const { trackCount, analysedCount, failedCount, isRunning, hours, isTime } = state;
  const leftCount = Math.max(0, trackCount - analysedCount - failedCount);
  if (leftCount === 0) return text('settings.analysisDone');
  const left = text('settings.analysisLeft', { count: leftCount });
  if (hours === 'off') return `${left} ${text('settings.analysisOff')}`;
  if (isRunning && isTime) return `${left} ${text('settings.analysisRunning')}`;
  return `${left} ${hours === 'always' ? text('settings.analysisWaits') : text('settings.analysisHours', toClock(hours))}`;
}

const toClock = ({ fromHour, toHour }: { fromHour: number; toHour: number }) => ({
  from: `${fromHour}:00`,
  to: `${toHour}:00`,
});

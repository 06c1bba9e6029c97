import type { Scan } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { scanTotals, type ScanTotals } from './scan-totals.ts';

const useStyles = createStyles(({ space }) => ({
  frame: { gap: space.md },
  facts: { flexDirection: 'row', flexWrap: 'wrap', columnGap: space.xxl, rowGap: space.md },
  fact: { minWidth: '5.5rem' },
}));

/** How far reading has come: a bar, a sentence, and the numbers behind them. */
export function ScanProgress({ scans }: { scans: readonly Scan[] }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const totals = scanTotals(scans);
  const words = useScanWords(scans, totals);
  const facts = [
    { label: text('firstRun.statSeen'), value: seenOf(totals, format.number) },
    { label: text('firstRun.statAdded'), value: format.number(totals.filesAdded) },
    { label: text('firstRun.statFailed'), value: format.number(totals.filesFailed) },
    ...(totals.isScanning
      ? [
          { label: text('firstRun.statRate'), value: format.number(Math.round(totals.filesPerSecond)) },
          {
            label: text('firstRun.statLeft'),
            value: totals.remainingMs === null ? text('firstRun.leftUnknown') : format.length(totals.remainingMs),
          },
        ]
      : []),
  ];
  return (
    <View style={styles.frame}>
      <AppText isTabular size={16} weight="medium">
        {words}
      </AppText>
      <ProgressBar
        height={6}
        label={words}
        value={totals.isScanning ? totals.progress : 1}
        {...(totals.progress === null ? {} : { valueText: format.percent(totals.progress) })}
      />
      <View role="list" style={styles.facts}>
        {facts.map(({ label, value }) => (
          <View key={label} role="listitem" style={styles.fact}>
            <AppText isTabular size={20} weight="bold">
              {value}
            </AppText>
            <AppText size={12} tone="muted">
              {label}
            </AppText>
          </View>
        ))}
      </View>
    </View>
  );
}

const seenOf = ({ filesSeen, filesTotal }: ScanTotals, number: (value: number) => string): string =>
  filesTotal === null ? number(filesSeen) : `${number(filesSeen)} / ${number(filesTotal)}`;

function useScanWords(scans: readonly Scan[], totals: ScanTotals): string {
  const text = useText();
  const current =
    scans.find((scan) => scan.state === 'running') ?? scans.find((scan) => scan.state === 'queued') ?? scans[0];
  if (!current || current.state === 'queued') return text('firstRun.scanWaiting');
  if (current.state === 'failed') return text('firstRun.scanFailed', { reason: current.error ?? '' });
  if (current.state === 'cancelled') return text('firstRun.scanCancelled');
  if (current.state === 'completed') return text('firstRun.scanDone', { count: totals.filesSeen });
  if (current.phase === 'finishing') return text('firstRun.scanFinishing');
  if (totals.filesTotal === null) return text('firstRun.scanListing', { count: totals.filesSeen });
  return text('firstRun.scanReading', { seen: totals.filesSeen, total: totals.filesTotal });
}

import {
  clearEndedUploads,
  selectAreUploadsPaused,
  selectSkippedUploads,
  selectUploads,
  selectUploadTotals,
  setUploadsPaused,
  type UploadItem,
  type UploadStatus,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { useMemo } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { UploadRow } from './UploadRow.tsx';

const useStyles = createStyles(({ colors, radius, space }) => ({
  frame: { gap: space.lg },
  head: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.md },
  title: { flexGrow: 1, flexShrink: 1, flexBasis: '10rem' },
  totals: { gap: space.sm },
  note: { gap: space.xs, padding: space.lg, borderRadius: radius.card, backgroundColor: colors.tint },
}));

/** More rows than this are counted, not drawn: what moves and what wants an answer comes first. */
const MOST_ROWS = 100;
const order: readonly UploadStatus[] = [
  'sending',
  'preparing',
  'checking',
  'needs-file',
  'failed',
  'rejected',
  'paused',
  'waiting',
  'duplicate',
  'done',
];

export function UploadQueue() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const items = useAppSelector(selectUploads);
  const isPaused = useAppSelector(selectAreUploadsPaused);
  const { openCount, endedCount } = useAppSelector(selectUploadTotals);
  const rows = useMemo(() => toRows(items), [items]);
  return (
    <View style={styles.frame}>
      <View style={styles.head}>
        <View style={styles.title}>
          <AppText level={2} size={20} weight="bold">
            {text('uploads.queue')}
          </AppText>
        </View>
        {openCount > 0 && (
          <Button
            icon={isPaused ? 'play' : 'pause'}
            label={text(isPaused ? 'uploads.resumeAll' : 'uploads.pauseAll')}
            onPress={() => dispatch(setUploadsPaused(!isPaused))}
            size="small"
          />
        )}
        {endedCount > 0 && (
          <Button
            kind="quiet"
            label={text('uploads.clearEnded')}
            onPress={() => dispatch(clearEndedUploads())}
            size="small"
          />
        )}
      </View>
      <Totals />
      <Notes />
      <View aria-label={text('uploads.queue')} role="list">
        {rows.map((item) => (
          <UploadRow item={item} key={item.key} />
        ))}
      </View>
      {items.length > rows.length && (
        <AppText tone="muted">{text('uploads.moreItems', { count: items.length - rows.length })}</AppText>
      )}
    </View>
  );
}

const toRows = (items: readonly UploadItem[]): readonly UploadItem[] =>
  items.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status)).slice(0, MOST_ROWS);

function Totals() {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const { sizeBytes, sentBytes, bytesPerSecond, remainingMs, openCount } = useAppSelector(selectUploadTotals);
  const words = text('uploads.total', { sent: format.bytes(sentBytes), size: format.bytes(sizeBytes) });
  const isMoving = openCount > 0 && bytesPerSecond > 0;
  const parts = [
    words,
    isMoving && text('uploads.speed', { rate: format.bytes(bytesPerSecond) }),
    isMoving && remainingMs !== null && text('uploads.remaining', { time: format.length(remainingMs) }),
  ];
  return (
    <View style={styles.totals}>
      <ProgressBar
        height={6}
        label={text('uploads.totalLabel')}
        value={sizeBytes === 0 ? 0 : sentBytes / sizeBytes}
        valueText={words}
      />
      <AppText isTabular size={12} tone="muted">
        {parts.filter(Boolean).join(' · ')}
      </AppText>
    </View>
  );
}

function Notes() {
  const styles = useStyles();
  const text = useText();
  const { needsFileCount } = useAppSelector(selectUploadTotals);
  const skippedCount = useAppSelector(selectSkippedUploads);
  return (
    <View aria-live="polite" role="status">
      {needsFileCount > 0 && (
        <View style={styles.note}>
          <AppText weight="medium">{text('uploads.needsFilesTitle', { count: needsFileCount })}</AppText>
          <AppText tone="muted">{text('uploads.needsFilesText')}</AppText>
        </View>
      )}
      {skippedCount > 0 && (
        <AppText size={12} tone="muted">
          {text('uploads.skipped', { count: skippedCount })}
        </AppText>
      )}
    </View>
  );
}

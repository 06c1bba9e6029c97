import { useListLibrariesQuery, usePagedList, useStartScanMutation } from '@jetstream/app-core/hooks';
import type { ScanFailure } from '@jetstream/api-contract';
import { useState } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { Select } from '#components/Select.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { useScans } from '../scan/use-scans.ts';
import { SettingCard } from './SettingCard.tsx';

const pageSize = 50;
const everywhere = 'all';

/** What is wrong, and what can be done about it. */
const reasons = {
  'not-allowed': 'settings.reasonNotAllowed',
  unreadable: 'settings.reasonUnreadable',
  'bad-name': 'settings.reasonBadName',
  'too-deep': 'settings.reasonTooDeep',
  empty: 'settings.reasonEmpty',
  'not-audio': 'settings.reasonNotAudio',
  video: 'settings.reasonVideo',
  'format-unknown': 'settings.reasonFormatUnknown',
  damaged: 'settings.reasonDamaged',
  'cut-off': 'settings.reasonCutOff',
  'timed-out': 'settings.reasonTimedOut',
  'too-large': 'settings.reasonTooLarge',
  unknown: 'settings.reasonUnknown',
} as const satisfies Record<ScanFailure['reason'], string>;

const useStyles = createStyles(({ colors, space }) => ({
  bar: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'flex-end', gap: space.md },
  select: { minWidth: '14rem', maxWidth: '100%' },
  row: {
    flexDirection: 'row',
    columnGap: space.xl,
    rowGap: 2,
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    paddingVertical: space.md,
  },
  stacked: { flexDirection: 'column' },
  head: { borderTopWidth: 0, paddingVertical: space.xs },
  file: { flexGrow: 3, flexShrink: 1, flexBasis: 0, minWidth: 0 },
  reason: { flexGrow: 2, flexShrink: 1, flexBasis: 0, minWidth: 0 },
  size: { width: '5rem', alignItems: 'flex-end' },
  wide: { flexBasis: 'auto' },
}));

export function FailuresSetting() {
  const styles = useStyles();
  const text = useText();
  const [libraryId, setLibraryId] = useState(everywhere);
  const { data: libraries } = useListLibrariesQuery();
  const { isScanning } = useScans();
  const [startScan, starting] = useStartScanMutation();
  const chosen = libraryId === everywhere ? undefined : libraryId;
  const failures = usePagedList('listScanFailures', { limit: pageSize, libraryId: chosen });
  const options = [
    { value: everywhere, label: text('settings.failuresAll') },
    ...(libraries?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <SettingCard hint={text('settings.failuresText')} title={text('settings.failures')}>
      <View style={styles.bar}>
        <View style={styles.select}>
          <Select label={text('settings.failuresFolder')} onChange={setLibraryId} options={options} value={libraryId} />
        </View>
        <Button
          icon="refresh"
          isBusy={starting.isLoading}
          isDisabled={isScanning}
          label={text('settings.scanAgain')}
          onPress={() => void startScan({ body: { libraryId: chosen } })}
        />
      </View>
      {failures.isLoading && <SkeletonRows count={4} />}
      {failures.error && failures.items.length === 0 && (
        <ProblemState failure={failures.error} isCompact onRetry={failures.retry} />
      )}
      {!failures.isLoading && !failures.error && (
        <AppText aria-live="polite" tone="muted">
          {text('settings.failuresCount', { count: failures.total })}
        </AppText>
      )}
      {failures.items.length > 0 && <FailureTable failures={failures.items} />}
      {failures.hasMore && (
        <Button isBusy={failures.isLoadingMore} label={text('library.showMore')} onPress={failures.loadMore} />
      )}
    </SettingCard>
  );
}

function FailureTable({ failures }: { failures: readonly ScanFailure[] }) {
  const styles = useStyles();
  const text = useText();
  const isPhone = useLayout() === 'phone';
  const columns = [
    { label: text('settings.failureFile'), style: styles.file },
    { label: text('settings.failureReason'), style: styles.reason },
    { label: text('settings.failureSize'), style: styles.size },
  ];
  return (
    <View aria-label={text('settings.failures')} role="table">
      {!isPhone && (
        <View role="row" style={[styles.row, styles.head]}>
          {columns.map(({ label, style }) => (
            <View key={label} role="columnheader" style={style}>
              <AppText size={12} tone="muted">
                {label}
              </AppText>
            </View>
          ))}
        </View>
      )}
      {failures.map((failure) => (
        <FailureRow failure={failure} key={failure.id} />
      ))}
    </View>
  );
}

function FailureRow({ failure }: { failure: ScanFailure }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const isPhone = useLayout() === 'phone';
  const { path } = failure;
  const cut = path.lastIndexOf('/') + 1;
  return (
    <View role="row" style={[styles.row, isPhone && styles.stacked]}>
      <View role="cell" style={[styles.file, isPhone && styles.wide]}>
        <AppText weight="medium">{path.slice(cut)}</AppText>
        <AppText size={12} tone="muted">
          {path.slice(0, cut)}
        </AppText>
      </View>
      <View role="cell" style={[styles.reason, isPhone && styles.wide]}>
        <AppText>{text(reasons[failure.reason])}</AppText>
      </View>
      <View role="cell" style={!isPhone && styles.size}>
        <AppText isTabular size={isPhone ? 12 : 14} tone="muted">
          {format.bytes(failure.sizeBytes)}
        </AppText>
      </View>
    </View>
  );
}

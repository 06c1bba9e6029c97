import { isScanActive } from '@jetstream/app-core';
import { useListAlbumsQuery } from '@jetstream/app-core/hooks';
import type { DemoAlbumState } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { VisuallyHidden } from '#components/VisuallyHidden.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { ScanProgress } from '../scan/ScanProgress.tsx';
import { useScans } from '../scan/use-scans.ts';
import { DemoCard } from './DemoCard.tsx';

export interface ListenStepProps {
  demoState: DemoAlbumState['state'] | undefined;
  onAddMore: () => void;
  onFinish: () => void;
}

const shownAlbums = 24;
/** Albums come by events; this keeps the grid growing when those are lost. */
const refreshMs = 2500;

const useStyles = createStyles(({ colors, radius, space }) => ({
  page: { gap: space.xl },
  card: {
    padding: space.xl,
    borderRadius: radius.sheet,
    backgroundColor: colors.surface,
    borderWidth: 1,
    borderColor: colors.hairline,
  },
  buttons: { flexDirection: 'row', flexWrap: 'wrap', gap: space.md },
  section: { gap: space.lg },
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(9rem, 42%), 1fr))', gap: space.lg },
}));

/** Listen while it scans. */
export function ListenStep({ demoState, onAddMore, onFinish }: ListenStepProps) {
  const styles = useStyles();
  const text = useText();
  const { scans, isScanning } = useScans();
  const [last] = scans;
  // The first look at an empty server is not worth a word.
  const hasScanned = scans.some((scan) => isScanActive(scan) || scan.filesSeen > 0 || scan.state === 'failed');
  const isDone = hasScanned && !isScanning && last?.state === 'completed';
  const hasDemo = demoState !== undefined && demoState !== 'absent';
  return (
    <View style={styles.page}>
      {hasScanned && (
        <View style={styles.card}>
          <ScanProgress scans={scans} />
        </View>
      )}
      <VisuallyHidden isLive>
        {isDone ? text('firstRun.scanDoneAnnouncement', { count: last.filesAdded }) : ''}
      </VisuallyHidden>
      {hasDemo && <DemoCard />}
      <View style={styles.buttons}>
        <Button kind="primary" label={text('firstRun.openApp')} onPress={onFinish} size="large" />
        <Button icon="plus" kind="quiet" label={text('firstRun.addAnother')} onPress={onAddMore} size="large" />
      </View>
      <FoundAlbums isWorking={isScanning || demoState === 'rendering' || scans.length === 0} />
    </View>
  );
}

/** The albums found so far, newest first, ready to be played. */
function FoundAlbums({ isWorking }: { isWorking: boolean }) {
  const styles = useStyles();
  const text = useText();
  const { data } = useListAlbumsQuery(
    { query: { sort: 'added', limit: shownAlbums } },
    { pollingInterval: isWorking ? refreshMs : 0 },
  );
  const total = data?.total ?? 0;
  if (!isWorking && data && total === 0)
    return (
      <EmptyState
        hint={text('firstRun.nothingFoundText')}
        icon="folder"
        isCompact
        title={text('firstRun.nothingFoundTitle')}
      />
    );
  return (
    <View style={styles.section}>
      <SectionHeader subtitle={text('library.albumCount', { count: total })} title={text('firstRun.albumsAppearing')} />
      {total === 0 && <AppText tone="muted">{text('firstRun.albumsNone')}</AppText>}
      <View style={styles.grid}>
        {data?.items.map((album) => (
          <AlbumItem album={album} key={album.id} />
        ))}
      </View>
    </View>
  );
}

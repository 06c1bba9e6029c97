import { notify } from '@jetstream/app-core';
import {
  useAppDispatch,
  useDeleteLibraryMutation,
  useListLibrariesQuery,
  useStartScanMutation,
} from '@jetstream/app-core/hooks';
import type { Library } from '@jetstream/api-contract';
import { useState } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Badge } from '#components/Badge.tsx';
import { Button } from '#components/Button.tsx';
import { Icon } from '#components/Icon.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';
import { useScans } from '../scan/use-scans.ts';
import { useNow } from '../use-now.ts';
import { AddFolderDialog } from './AddFolderDialog.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { SettingCard } from './SettingCard.tsx';

const useStyles = createStyles(({ colors, scaled, space }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: space.md,
    rowGap: space.sm,
    minHeight: scaled(64),
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    paddingVertical: space.md,
  },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: '14rem', minWidth: 0 },
  controls: { flexDirection: 'row', flexWrap: 'wrap', gap: space.sm },
  end: { flexDirection: 'row', alignItems: 'center', gap: space.xs },
}));

export function FoldersSetting() {
  const text = useText();
  const styles = useStyles();
  const { navigate } = useNavigation();
  const libraries = useListLibrariesQuery();
  const { isScanning } = useScans();
  const [isAdding, setIsAdding] = useState(false);
  const [removed, setRemoved] = useState<Library | null>(null);
  return (
    <SettingCard
      control={
        <View style={styles.controls}>
          <Button icon="upload" label={text('uploads.open')} onPress={() => navigate({ screen: 'uploads' })} />
          <Button icon="plus" label={text('settings.addFolder')} onPress={() => setIsAdding(true)} />
        </View>
      }
      hint={text('settings.librariesText')}
      title={text('settings.librariesTitle')}
    >
      <View aria-label={text('settings.libraries')} role="list">
        {libraries.data?.items.map((library) => (
          <LibraryRow isScanning={isScanning} key={library.id} library={library} onRemove={() => setRemoved(library)} />
        ))}
      </View>
      {libraries.data?.items.length === 0 && <AppText tone="muted">{text('library.emptyAdministrator')}</AppText>}
      {libraries.isLoading && <SkeletonRows count={2} />}
      {libraries.error && !libraries.data && (
        <ProblemState failure={libraries.error} isCompact onRetry={libraries.refetch} />
      )}
      {isAdding && <AddFolderDialog onClose={() => setIsAdding(false)} />}
      {removed && <RemoveLibraryDialog library={removed} onClose={() => setRemoved(null)} />}
    </SettingCard>
  );
}

interface LibraryRowProps {
  library: Library;
  isScanning: boolean;
  onRemove: () => void;
}

function LibraryRow({ library, isScanning, onRemove }: LibraryRowProps) {
  const styles = useStyles();
  const text = useText();
  const { colors } = useTheme();
  const [startScan, { isLoading }] = useStartScanMutation();
  const { id, name, path, isManaged, isReachable } = library;
  const facts = useLibraryFacts(library);
  return (
    <View role="listitem" style={styles.row}>
      <Icon color={colors.muted} name="folder" size={24} />
      <View style={styles.words}>
        <AppText lines={1} weight="medium">
          {name}
        </AppText>
        <AppText lines={2} size={12} tone="muted">
          {path}
        </AppText>
        <AppText size={12} tone={isReachable ? 'muted' : 'danger'}>
          {isReachable ? facts : text('settings.unreachableText')}
        </AppText>
      </View>
      <View style={styles.end}>
        {!isReachable && <Badge kind="danger" label={text('settings.unreachable')} />}
        {isManaged && <Badge label={text('settings.managed')} />}
        <IconButton
          icon="refresh"
          isDisabled={isScanning || isLoading || !isReachable}
          label={text('settings.scanOf', { name })}
          onPress={() => void startScan({ body: { libraryId: id } })}
        />
        {!isManaged && <IconButton icon="trash" label={text('settings.removeFolder', { name })} onPress={onRemove} />}
      </View>
    </View>
  );
}

function useLibraryFacts({ trackCount, lastScannedAt }: Library): string {
  const text = useText();
  const format = useFormat();
  const now = useNow(60_000);
  const scanned = lastScannedAt
    ? text('settings.lastScanned', { time: format.ago(lastScannedAt, now) })
    : text('settings.neverScanned');
  return `${text('library.songCount', { count: trackCount })} · ${scanned}`;
}

function RemoveLibraryDialog({ library, onClose }: { library: Library; onClose: () => void }) {
  const text = useText();
  const dispatch = useAppDispatch();
  const [deleteLibrary, { isLoading }] = useDeleteLibraryMutation();
  const { id, name } = library;
  const remove = () =>
    void deleteLibrary({ params: { libraryId: id } }).then(({ error }) => {
      onClose();
      if (error) dispatch(notify({ kind: 'error', textKey: 'problems.notEditable' }));
      else dispatch(notify({ kind: 'info', textKey: 'settings.folderRemoved', params: { name } }));
    });
  return (
    <ConfirmDialog
      confirmLabel={text('settings.remove')}
      isBusy={isLoading}
      message={text('settings.removeFolderText')}
      onClose={onClose}
      onConfirm={remove}
      title={text('settings.removeFolderTitle', { name })}
    />
  );
}

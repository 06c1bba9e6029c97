import { playFolder, playTracks } from '@jetstream/app-core';
import { useAppDispatch, useGetFolderQuery, useGetRootFolderQuery } from '@jetstream/app-core/hooks';
import type { Folder, FolderDetail } from '@jetstream/api-contract';
import { useCallback } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { Icon } from '#components/Icon.tsx';
import { Link } from '#components/Link.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { trackRowHeight } from '#components/track-row-height.ts';
import { VirtualList } from '#components/VirtualList.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance, useTheme } from '#theme/theme.tsx';
import { TrackItem } from '../items/TrackItem.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';

const useStyles = createStyles(({ radius, scaled, space }) => ({
  page: { gap: space.lg, minWidth: 0 },
  bar: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.md },
  path: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.xs, flexGrow: 1, flexShrink: 1 },
  buttons: { flexDirection: 'row', flexWrap: 'wrap', gap: space.sm },
  step: { flexDirection: 'row', alignItems: 'center', gap: space.xs, maxWidth: '100%' },
  folders: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(18rem, 100%), 1fr))',
    columnGap: space.lg,
    marginHorizontal: -space.sm,
  },
  folder: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(52),
    paddingHorizontal: space.sm,
    borderRadius: radius.row,
  },
  name: { flexGrow: 1, flexShrink: 1, minWidth: 0, display: 'flex' },
  count: { flexShrink: 0, whiteSpace: 'nowrap' },
  tracks: { marginHorizontal: -space.sm },
}));

/** One folder, or the list of libraries when no id is given. */
export function useFolder(folderId: string | undefined) {
  const root = useGetRootFolderQuery(undefined, { skip: folderId !== undefined });
  const folder = useGetFolderQuery({ params: { folderId: folderId ?? '' } }, { skip: folderId === undefined });
  return folderId === undefined ? root : folder;
}

export function FolderContent({ folderId }: { folderId: string | undefined }) {
  const text = useText();
  const styles = useStyles();
  const { currentData: detail, error, isFetching, refetch } = useFolder(folderId);
  if (!detail && error) return <ProblemState failure={error} isRetrying={isFetching} onRetry={refetch} />;
  if (!detail) return <SkeletonRows count={10} />;
  const isEmpty = detail.folders.length === 0 && detail.tracks.length === 0;
  if (isEmpty && !detail.folder) return <EmptyLibrary icon="folder" />;
  return (
    <View style={styles.page}>
      <PathBar detail={detail} />
      {isEmpty && <EmptyState icon="folder" isCompact title={text('library.folderEmpty')} />}
      {detail.folders.length > 0 && (
        <View aria-label={text('library.subfolders')} role="list" style={styles.folders}>
          {detail.folders.map((folder) => (
            <FolderRow folder={folder} key={folder.id} />
          ))}
        </View>
      )}
      {detail.tracks.length > 0 && <FolderTracks detail={detail} />}
    </View>
  );
}

function FolderRow({ folder }: { folder: Folder }) {
  const styles = useStyles();
  const text = useText();
  const { colors } = useTheme();
  return (
    <View role="listitem">
      <Link dataSet={{ row: '' }} kind="block" style={styles.folder} to={{ screen: 'folder', folderId: folder.id }}>
        <Icon color={colors.muted} name="folder" size={24} />
        <View style={styles.name}>
          <AppText lines={1} weight="medium">
            {folder.name}
          </AppText>
        </View>
        <AppText isTabular style={styles.count} tone="muted">
          {text('library.songCount', { count: folder.trackCount })}
        </AppText>
      </Link>
    </View>
  );
}

function usePlayFolder(detail: FolderDetail): (startIndex: number) => void {
  const dispatch = useAppDispatch();
  const { folder, tracks } = detail;
  return useCallback(
    (startIndex) => {
      const source = folder ? { kind: 'folder' as const, id: folder.id, title: folder.name } : undefined;
      dispatch(playTracks({ tracks, startIndex, source, isShuffled: false }));
    },
    [dispatch, folder, tracks],
  );
}

function PathBar({ detail }: { detail: FolderDetail }) {
  const styles = useStyles();
  const text = useText();
  const { colors } = useTheme();
  const dispatch = useAppDispatch();
  const { folder: own } = detail;
  if (!own) return null;
  const start = (isShuffled: boolean) => void dispatch(playFolder(own.id, { isShuffled }));
  return (
    <View style={styles.bar}>
      <View aria-label={text('library.folderPath')} role="navigation" style={styles.path}>
        <AppText tone="muted">
          <Link to={{ screen: 'library', segment: 'folders' }}>{text('library.folders')}</Link>
        </AppText>
        {[...detail.ancestors, own].map((folder) => (
          <View key={folder.id} style={styles.step}>
            <Icon color={colors.muted} name="chevron-end" size={14} />
            <AppText lines={1} tone={folder.id === own.id ? 'text' : 'muted'}>
              {folder.id === own.id ? (
                folder.name
              ) : (
                <Link to={{ screen: 'folder', folderId: folder.id }}>{folder.name}</Link>
              )}
            </AppText>
          </View>
        ))}
      </View>
      {own.trackCount > 0 && (
        <View style={styles.buttons}>
          <Button icon="play" kind="primary" label={text('library.playFolder')} onPress={() => start(false)} />
          <Button icon="shuffle" label={text('library.shuffle')} onPress={() => start(true)} />
        </View>
      )}
    </View>
  );
}

function FolderTracks({ detail }: { detail: FolderDetail }) {
  const styles = useStyles();
  const text = useText();
  const { isDense } = useAppearance();
  const play = usePlayFolder(detail);
  const { tracks } = detail;
  const renderRow = (at: number) => {
    const track = tracks[at];
    return track && <TrackItem at={at} hasAlbum onPlay={play} track={track} />;
  };
  return (
    <View style={styles.tracks}>
      <VirtualList
        label={text('library.songCount', { count: tracks.length })}
        onActivateRow={play}
        renderRow={renderRow}
        rowCount={tracks.length}
        rowHeight={trackRowHeight(isDense)}
      />
    </View>
  );
}

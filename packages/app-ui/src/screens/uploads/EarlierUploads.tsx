import { notify } from '@jetstream/app-core';
import { useAppDispatch, useDeleteUploadMutation, usePagedList } from '@jetstream/app-core/hooks';
import type { Upload } from '@jetstream/api-contract';
import { useState } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { ConfirmDialog } from '../settings/ConfirmDialog.tsx';
import { useNow } from '../use-now.ts';
import { rejectionKeys, statusKeys, TrackLink } from './UploadRow.tsx';

const PAGE_SIZE = 50;

const useStyles = createStyles(({ colors, scaled, space }) => ({
  frame: { gap: space.md },
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(60),
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    paddingVertical: space.sm,
  },
  words: { flexGrow: 1, flexShrink: 1, minWidth: 0 },
  more: { alignItems: 'center' },
}));

/** What the server has of this person, and what it made of it. */
export function EarlierUploads() {
  const styles = useStyles();
  const text = useText();
  const list = usePagedList('listUploads', { limit: PAGE_SIZE });
  const [doomed, setDoomed] = useState<Upload | null>(null);
  return (
    <View style={styles.frame}>
      <AppText level={2} size={20} weight="bold">
        {text('uploads.earlier')}
      </AppText>
      <View aria-label={text('uploads.earlier')} role="list">
        {list.items.map((upload) => (
          <EarlierRow key={upload.id} onTakeBack={() => setDoomed(upload)} upload={upload} />
        ))}
      </View>
      {list.hasMore && (
        <View style={styles.more}>
          <Button isBusy={list.isLoadingMore} label={text('library.showMore')} onPress={list.loadMore} />
        </View>
      )}
      {list.isLoading && <SkeletonRows count={3} />}
      {list.error && list.items.length === 0 && <ProblemState failure={list.error} isCompact onRetry={list.retry} />}
      {list.items.length === 0 && !list.isLoading && !list.error && (
        <AppText tone="muted">{`${text('uploads.earlierEmpty')}. ${text('uploads.earlierEmptyText')}`}</AppText>
      )}
      {doomed && <TakeBackDialog onClose={() => setDoomed(null)} upload={doomed} />}
    </View>
  );
}

function EarlierRow({ upload, onTakeBack }: { upload: Upload; onTakeBack: () => void }) {
  const styles = useStyles();
  const text = useText();
  const { fileName, folder, state, track } = upload;
  return (
    <View role="listitem" style={styles.row}>
      <View style={styles.words}>
        <AppText lines={1} weight="medium">
          {folder === '' ? fileName : `${folder}/${fileName}`}
        </AppText>
        <AppText lines={2} size={12} tone={state === 'rejected' ? 'danger' : 'muted'}>
          <Facts upload={upload} />
          {track && ' · '}
          {track && <TrackLink track={track} />}
        </AppText>
      </View>
      {state !== 'checking' && (
        <IconButton icon="trash" label={text('uploads.takeBack', { name: fileName })} onPress={onTakeBack} />
      )}
    </View>
  );
}

function Facts({ upload }: { upload: Upload }) {
  const text = useText();
  const format = useFormat();
  const now = useNow(60_000);
  const { state, rejection, receivedBytes, sizeBytes, createdAt } = upload;
  const outcome =
    state === 'receiving'
      ? text('uploads.receiving', { percent: format.percent(sizeBytes === 0 ? 0 : receivedBytes / sizeBytes) })
      : text(statusKeys[state]);
  const parts = [
    outcome,
    rejection && text(rejectionKeys[rejection]),
    format.bytes(sizeBytes),
    format.ago(createdAt, now),
  ];
  return parts.filter(Boolean).join(' · ');
}

function TakeBackDialog({ upload, onClose }: { upload: Upload; onClose: () => void }) {
  const text = useText();
  const dispatch = useAppDispatch();
  const [deleteUpload, { isLoading }] = useDeleteUploadMutation();
  const { id, fileName: name } = upload;
  const confirm = () =>
    void deleteUpload({ params: { uploadId: id } }).then(({ error }) => {
      onClose();
      if (error) dispatch(notify({ kind: 'error', textKey: 'problems.conflict' }));
      else dispatch(notify({ kind: 'info', textKey: 'uploads.takenBack', params: { name } }));
    });
  return (
    <ConfirmDialog
      confirmLabel={text('uploads.takeBackConfirm')}
      isBusy={isLoading}
      message={text('uploads.takeBackText')}
      onClose={onClose}
      onConfirm={confirm}
      title={text('uploads.takeBackTitle', { name })}
    />
  );
}

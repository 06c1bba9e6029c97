import { pauseUpload, removeUpload, resumeUpload, type UploadItem, type UploadStatus } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import type { UploadRejection } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText, type Tone } from '#components/AppText.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { Link } from '#components/Link.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import type { TextKey } from '#locale/dictionary.ts';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useProblemText } from '../problems/problem-text.ts';

const useStyles = createStyles(({ colors, scaled, space }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(60),
    borderTopWidth: 1,
    borderTopColor: colors.hairline,
    paddingVertical: space.sm,
  },
  words: { flexGrow: 1, flexShrink: 1, minWidth: 0, gap: space.xs },
  end: { flexDirection: 'row', alignItems: 'center' },
}));

export const statusKeys = {
  waiting: 'uploads.waiting',
  'needs-file': 'uploads.needsFile',
  preparing: 'uploads.preparing',
  sending: 'uploads.sending',
  paused: 'uploads.paused',
  checking: 'uploads.checking',
  done: 'uploads.done',
  duplicate: 'uploads.duplicate',
  rejected: 'uploads.rejected',
  failed: 'uploads.failed',
} as const satisfies Record<UploadStatus, TextKey>;

export const rejectionKeys = {
  'not-audio': 'uploads.notAudio',
  damaged: 'uploads.damaged',
  'cut-off': 'uploads.cutOff',
  'checksum-mismatch': 'uploads.checksumMismatch',
  lost: 'uploads.lost',
  'not-companion': 'uploads.notCompanion',
  'name-taken': 'uploads.nameTaken',
} as const satisfies Record<UploadRejection, TextKey>;

const tones: Partial<Record<UploadStatus, Tone>> = { rejected: 'danger', failed: 'danger' };

export function UploadRow({ item }: { item: UploadItem }) {
  const styles = useStyles();
  const text = useText();
  const { name, relativePath, status, bytes, sizeBytes } = item;
  const isMoving = status === 'sending' || status === 'preparing';
  return (
    <View role="listitem" style={styles.row}>
      <View style={styles.words}>
        <AppText lines={1} weight="medium">
          {relativePath === '' ? name : relativePath}
        </AppText>
        {isMoving && (
          <ProgressBar
            label={text(statusKeys[status])}
            value={sizeBytes === 0 ? 0 : bytes / sizeBytes}
            valueText={text(statusKeys[status])}
          />
        )}
        <Outcome item={item} />
      </View>
      <Actions item={item} />
    </View>
  );
}

function Outcome({ item }: { item: UploadItem }) {
  const text = useText();
  const format = useFormat();
  const problemText = useProblemText();
  const { status, sizeBytes, rejection, errorCode, track } = item;
  const reason =
    status === 'rejected' && rejection
      ? text(rejectionKeys[rejection])
      : status === 'failed' && errorCode
        ? problemText({ code: errorCode, isOffline: false, fields: [], requestId: null, retryAfterSeconds: null })
        : format.bytes(sizeBytes);
  return (
    <AppText lines={2} size={12} tone={tones[status] ?? 'muted'}>
      {`${text(statusKeys[status])} · ${reason}`}
      {track && ' · '}
      {track && <TrackLink track={track} />}
    </AppText>
  );
}

export function TrackLink({ track: { title, albumId } }: { track: NonNullable<UploadItem['track']> }) {
  return <Link to={albumId ? { screen: 'album', albumId } : { screen: 'search', query: title }}>{title}</Link>;
}

function Actions({ item }: { item: UploadItem }) {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const { key, name, status } = item;
  const canPause = status === 'waiting' || status === 'preparing' || status === 'sending';
  const isEnded = status === 'done' || status === 'duplicate' || status === 'rejected' || status === 'checking';
  return (
    <View style={styles.end}>
      {canPause && (
        <IconButton icon="pause" label={text('uploads.pause', { name })} onPress={() => dispatch(pauseUpload(key))} />
      )}
      {status === 'paused' && (
        <IconButton icon="play" label={text('uploads.resume', { name })} onPress={() => dispatch(resumeUpload(key))} />
      )}
      {status === 'failed' && (
        <IconButton
          icon="refresh"
          label={text('uploads.retry', { name })}
          onPress={() => dispatch(resumeUpload(key))}
        />
      )}
      <IconButton
        icon="close"
        label={text(isEnded ? 'uploads.dismiss' : 'uploads.cancel', { name })}
        onPress={() => dispatch(removeUpload(key))}
      />
    </View>
  );
}

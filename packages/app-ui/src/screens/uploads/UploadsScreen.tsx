import { chooseUploads, selectIsAdministrator, selectUploads } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector, useGetUploadUsageQuery } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { ProgressBar } from '#components/ProgressBar.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { BackButton } from '../items/BackButton.tsx';
import { EarlierUploads } from './EarlierUploads.tsx';
import { UploadQueue } from './UploadQueue.tsx';
import { UsageOfAll } from './UsageOfAll.tsx';

const useStyles = createStyles(({ colors, radius, space }) => ({
  start: {
    gap: space.lg,
    padding: space.xl,
    borderRadius: radius.card,
    borderWidth: 1,
    borderStyle: 'dashed',
    borderColor: colors.hairline,
  },
  buttons: { flexDirection: 'row', flexWrap: 'wrap', gap: space.md },
  usage: { gap: space.sm, maxWidth: '26rem' },
}));

export function UploadsScreen() {
  const text = useText();
  const usage = useGetUploadUsageQuery();
  const isAdministrator = useAppSelector(selectIsAdministrator);
  const hasItems = useAppSelector((state) => selectUploads(state).length > 0);
  return (
    <Screen leading={<BackButton fallback={{ screen: 'library', segment: 'albums' }} />} title={text('uploads.title')}>
      {usage.data && !usage.data.canUpload ? (
        <EmptyState hint={text('uploads.notAllowedText')} icon="upload" title={text('uploads.notAllowed')} />
      ) : (
        <>
          <Start />
          {hasItems && <UploadQueue />}
          <EarlierUploads />
          {isAdministrator && <UsageOfAll />}
        </>
      )}
    </Screen>
  );
}

function Start() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  return (
    <View style={styles.start}>
      <AppText tone="muted">{text('uploads.intro')}</AppText>
      <View style={styles.buttons}>
        <Button
          icon="folder"
          kind="primary"
          label={text('uploads.chooseFolder')}
          onPress={() => dispatch(chooseUploads('folder'))}
        />
        <Button icon="song" label={text('uploads.chooseFiles')} onPress={() => dispatch(chooseUploads('files'))} />
      </View>
      <Usage />
    </View>
  );
}

function Usage() {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const { data } = useGetUploadUsageQuery();
  if (!data) return null;
  const usedBytes = data.storedBytes + data.reservedBytes;
  const words = text('uploads.usage', { used: format.bytes(usedBytes), quota: format.bytes(data.quotaBytes) });
  return (
    <View style={styles.usage}>
      <ProgressBar
        label={text('uploads.usageLabel')}
        value={data.quotaBytes === 0 ? 1 : usedBytes / data.quotaBytes}
        valueText={words}
      />
      <AppText size={12} tone="muted">
        {`${words}. ${text('uploads.fileLimit', { size: format.bytes(data.maxFileBytes) })}`}
      </AppText>
    </View>
  );
}

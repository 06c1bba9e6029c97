import {
  canChooseLocalFolders,
  chooseLocalFiles,
  forgetLocalFiles,
  reopenLocalFiles,
  selectWaitingLocalFiles,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { Cover } from '#components/Cover.tsx';
import type { TextFunction } from '#locale/locale.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ colors, radius, space }) => ({
  card: {
    flexDirection: 'row',
    alignItems: 'flex-start',
    gap: space.lg,
    padding: space.lg,
    borderRadius: radius.sheet,
    backgroundColor: colors.surface,
    borderWidth: 1,
    borderColor: colors.hairline,
  },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0, gap: space.xs },
  buttons: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.md, marginTop: space.md },
}));

/** Files of an earlier visit, and how they come back: the browser decides whether that is a press or a new choice. */
export function WaitingFiles() {
  const styles = useStyles();
  const text = useText();
  const waiting = useAppSelector(selectWaitingLocalFiles);
  const first = waiting?.tracks[0];
  if (!waiting || !first) return null;
  const isByPermission = waiting.way === 'permission';
  return (
    <View
      aria-label={text('localFiles.waitingTitle', { count: waiting.tracks.length })}
      role="region"
      style={styles.card}
    >
      <Cover cover={first.cover} radius={8} size={72} title={first.albumTitle ?? first.title} />
      <View style={styles.words}>
        <AppText level={2} size={16} weight="bold">
          {text('localFiles.waitingTitle', { count: waiting.tracks.length })}
        </AppText>
        <AppText lines={2} tone="muted">
          {namesOf(waiting.tracks, text)}
        </AppText>
        <AppText tone="muted">
          {text(isByPermission ? 'localFiles.waitingPermission' : 'localFiles.waitingChoice')}
        </AppText>
        <View style={styles.buttons}>
          {isByPermission ? <OpenAgain /> : <ChooseAgain />}
          <ForgetWaiting trackIds={waiting.tracks.map(({ id }) => id)} />
        </View>
      </View>
    </View>
  );
}

const NAMED = 3;

function namesOf(tracks: readonly Track[], text: TextFunction): string {
  const titles = tracks
    .slice(0, NAMED)
    .map(({ title }) => title)
    .join(', ');
  return tracks.length > NAMED ? text('localFiles.andMore', { titles, count: tracks.length - NAMED }) : titles;
}

function OpenAgain() {
  const text = useText();
  const dispatch = useAppDispatch();
  return (
    <Button
      icon="play"
      kind="primary"
      label={text('localFiles.openAgain')}
      onPress={() => dispatch(reopenLocalFiles())}
    />
  );
}

function ChooseAgain() {
  const text = useText();
  const dispatch = useAppDispatch();
  return (
    <>
      <Button
        icon="song"
        kind="primary"
        label={text('localFiles.chooseFilesAgain')}
        onPress={() => dispatch(chooseLocalFiles('files'))}
      />
      {dispatch(canChooseLocalFolders()) && (
        <Button
          icon="folder"
          label={text('localFiles.chooseFolderAgain')}
          onPress={() => dispatch(chooseLocalFiles('folder'))}
        />
      )}
    </>
  );
}

function ForgetWaiting({ trackIds }: { trackIds: readonly string[] }) {
  const text = useText();
  const dispatch = useAppDispatch();
  return (
    <Button
      kind="quiet"
      label={text('localFiles.waitingForget')}
      onPress={() => dispatch(forgetLocalFiles(trackIds))}
    />
  );
}

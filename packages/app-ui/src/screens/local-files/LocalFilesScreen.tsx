import {
  canChooseLocalFolders,
  chooseLocalFiles,
  forgetLocalFiles,
  playTracks,
  selectLocalTracks,
  selectSkippedLocalFiles,
  selectWaitingLocalFiles,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { useCallback } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { Icon } from '#components/Icon.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { trackRowHeight } from '#components/track-row-height.ts';
import { VirtualList } from '#components/VirtualList.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance } from '#theme/theme.tsx';
import { BackButton } from '../items/BackButton.tsx';
import { TrackItem } from '../items/TrackItem.tsx';
import { PlayButtons } from '../library/PlayButtons.tsx';
import { WaitingFiles } from './WaitingFiles.tsx';

const useStyles = createStyles(({ colors, radius, space }) => ({
  start: {
    gap: space.lg,
    padding: space.xl,
    borderRadius: radius.card,
    borderWidth: 1,
    borderStyle: 'dashed',
    borderColor: colors.hairline,
  },
  promise: { flexDirection: 'row', alignItems: 'flex-start', gap: space.sm },
  words: { flexShrink: 1 },
  buttons: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.md },
  /** Stays in the page to be read out; takes no room. */
  silent: { marginTop: -space.lg },
  list: { gap: space.md },
}));

/** Music of this device, played from where it lies. */
export function LocalFilesScreen() {
  const styles = useStyles();
  const text = useText();
  const hasTracks = useAppSelector(selectLocalTracks).length > 0;
  const skippedCount = useAppSelector(selectSkippedLocalFiles);
  return (
    <Screen
      leading={<BackButton fallback={{ screen: 'library', segment: 'albums' }} />}
      title={text('localFiles.title')}
    >
      <WaitingFiles />
      <View style={styles.start}>
        <AppText tone="muted">{text('localFiles.intro')}</AppText>
        <View style={styles.promise}>
          <Icon name="eye-off" size={20} />
          <View style={styles.words}>
            <AppText weight="medium">{text('localFiles.promise')}</AppText>
          </View>
        </View>
        <ChooseButtons />
        <View aria-live="polite" role="status" style={skippedCount === 0 && styles.silent}>
          {skippedCount > 0 && (
            <AppText size={12} tone="muted">
              {text('localFiles.skipped', { count: skippedCount })}
            </AppText>
          )}
        </View>
      </View>
      {hasTracks && <Chosen />}
    </Screen>
  );
}

function ChooseButtons() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const hasWaiting = useAppSelector(selectWaitingLocalFiles) !== null;
  return (
    <View style={styles.buttons}>
      <Button
        icon="song"
        kind={hasWaiting ? 'secondary' : 'primary'}
        label={text('localFiles.chooseFiles')}
        onPress={() => dispatch(chooseLocalFiles('files'))}
      />
      {dispatch(canChooseLocalFolders()) && (
        <Button
          icon="folder"
          label={text('localFiles.chooseFolder')}
          onPress={() => dispatch(chooseLocalFiles('folder'))}
        />
      )}
    </View>
  );
}

function Chosen() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const { isDense } = useAppearance();
  const tracks = useAppSelector(selectLocalTracks);
  const play = useCallback(
    (startIndex?: number, isShuffled?: boolean) => {
      const source = { kind: 'tracks', title: text('localFiles.title') } as const;
      dispatch(playTracks({ tracks, startIndex, source, isShuffled }));
    },
    [dispatch, text, tracks],
  );
  const playFrom = useCallback((at: number) => play(at), [play]);
  const row = (at: number) => {
    const track = tracks[at];
    if (!track) return null;
    const label = text('localFiles.forget', { title: track.title });
    const forget = () => dispatch(forgetLocalFiles([track.id]));
    return (
      <TrackItem
        at={at}
        hasAlbum
        number={at + 1}
        onPlay={playFrom}
        track={track}
        trailing={<IconButton icon="close" label={label} onPress={forget} size={36} />}
      />
    );
  };
  return (
    <View style={styles.list}>
      <View style={styles.buttons}>
        <PlayButtons mark={null} onPlay={() => play(0, false)} onShuffle={() => play(undefined, true)} />
        <Button
          kind="quiet"
          label={text('localFiles.forgetAll')}
          onPress={() => dispatch(forgetLocalFiles(tracks.map(({ id }) => id)))}
        />
      </View>
      <VirtualList
        label={text('localFiles.title')}
        onActivateRow={playFrom}
        renderRow={row}
        rowCount={tracks.length}
        rowHeight={trackRowHeight(isDense)}
        rowKey={(at) => tracks[at]?.id ?? at}
      />
    </View>
  );
}

import { selectCurrentItem, selectDemoAlbum, selectSession } from '@jetstream/app-core';
import { useAppSelector, useGetDemoAlbumQuery, useListLibrariesQuery } from '@jetstream/app-core/hooks';
import { useState } from 'react';
import { View } from 'react-native';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { EntryFrame } from '../entry/EntryFrame.tsx';
import { MiniPlayer } from '../player/MiniPlayer.tsx';
import { AccountStep } from './AccountStep.tsx';
import { firstRunStep, type FirstRunStep } from './first-run-step.ts';
import { ListenStep } from './ListenStep.tsx';
import { MusicStep } from './MusicStep.tsx';
import { firstRunTitle, StepList } from './StepList.tsx';

const leads: Record<FirstRunStep, 'firstRun.accountText' | 'firstRun.musicText' | 'firstRun.scanText'> = {
  account: 'firstRun.accountText',
  music: 'firstRun.musicText',
  listen: 'firstRun.scanText',
};
const useStyles = createStyles(({ space }) => ({ body: { marginTop: space.xl } }));

export interface FirstRunScreenProps {
  onFinish: () => void;
}

/** Three calm steps: who you are, where the music is, listen while it scans. */
export function FirstRunScreen({ onFinish }: FirstRunScreenProps) {
  const styles = useStyles();
  const text = useText();
  const isSignedIn = useAppSelector(selectSession).status === 'signed-in';
  const { data: libraries } = useListLibrariesQuery(undefined, { skip: !isSignedIn });
  const { data: fetchedDemo } = useGetDemoAlbumQuery(undefined, { skip: !isSignedIn });
  const demoAlbum = useAppSelector(selectDemoAlbum) ?? fetchedDemo;
  const [isChoosingMore, setIsChoosingMore] = useState(false);
  const [hasConfirmedFolders, setHasConfirmedFolders] = useState(false);
  const hasTrack = useAppSelector(selectCurrentItem) !== undefined;
  const step = firstRunStep({
    isSignedIn,
    libraries: libraries?.items ?? [],
    demoAlbum,
    isChoosingMore,
    hasConfirmedFolders,
  });
  const listen = () => {
    setIsChoosingMore(false);
    setHasConfirmedFolders(true);
  };
  return (
    <EntryFrame
      foot={hasTrack && <MiniPlayer hasFullPlayer={false} />}
      isWide={step !== 'account'}
      lead={text(leads[step])}
      progress={<StepList step={step} />}
      title={text(firstRunTitle(step))}
    >
      <View style={step !== 'account' && styles.body}>
        {step === 'account' && <AccountStep />}
        {step === 'music' && (
          <MusicStep
            libraries={libraries?.items ?? []}
            onAdded={() => setIsChoosingMore(true)}
            onContinue={listen}
            onSkip={onFinish}
          />
        )}
        {step === 'listen' && (
          <ListenStep demoState={demoAlbum?.state} onAddMore={() => setIsChoosingMore(true)} onFinish={onFinish} />
        )}
      </View>
    </EntryFrame>
  );
}

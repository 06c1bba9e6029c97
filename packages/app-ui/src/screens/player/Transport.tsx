import {
  cycleRepeat,
  selectCanSkipNext,
  selectCurrentItem,
  selectIsPlayIntended,
  selectIsShuffled,
  selectRepeat,
  skipNext,
  skipPrevious,
  togglePlay,
  toggleShuffle,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { IconButton } from '#components/IconButton.tsx';
import type { TextKey } from '#locale/dictionary.ts';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', justifyContent: 'center', gap: space.sm },
  large: { gap: space.lg, justifyContent: 'space-between', width: '100%', maxWidth: '26rem', alignSelf: 'center' },
}));
const repeatTexts: Record<'off' | 'all' | 'one', TextKey> = {
  off: 'player.repeatOff',
  all: 'player.repeatAll',
  one: 'player.repeatOne',
};

interface TransportProps {
  isLarge?: boolean;
}

function ShuffleButton({ isLarge = false }: TransportProps) {
  const text = useText();
  const dispatch = useAppDispatch();
  const isShuffled = useAppSelector(selectIsShuffled);
  return (
    <IconButton
      icon="shuffle"
      iconSize={isLarge ? 24 : 20}
      isDisabled={useIsIdle()}
      isPressed={isShuffled}
      label={text(isShuffled ? 'player.shuffleOn' : 'player.shuffleOff')}
      onPress={() => dispatch(toggleShuffle())}
      shortcut="S"
      size={isLarge ? 48 : 32}
    />
  );
}

function RepeatButton({ isLarge = false }: TransportProps) {
  const text = useText();
  const dispatch = useAppDispatch();
  const repeat = useAppSelector(selectRepeat);
  return (
    <IconButton
      icon={repeat === 'one' ? 'repeat-one' : 'repeat'}
      iconSize={isLarge ? 24 : 20}
      isDisabled={useIsIdle()}
      isPressed={repeat !== 'off'}
      label={text(repeatTexts[repeat])}
      onPress={() => dispatch(cycleRepeat())}
      shortcut="R"
      size={isLarge ? 48 : 32}
    />
  );
}

function SkipButton({ isLarge = false, isBack }: TransportProps & { isBack: boolean }) {
  const text = useText();
  const dispatch = useAppDispatch();
  const hasNext = useAppSelector(selectCanSkipNext);
  const isIdle = useIsIdle();
  return (
    <IconButton
      dataSet={{ skip: '' }}
      icon={isBack ? 'previous' : 'next'}
      iconSize={isLarge ? 32 : 22}
      isDisabled={isIdle || (!isBack && !hasNext)}
      label={text(isBack ? 'player.previous' : 'player.next')}
      onPress={() => dispatch(isBack ? skipPrevious() : skipNext())}
      shortcut={isBack ? 'Shift+ArrowLeft' : 'Shift+ArrowRight'}
      size={isLarge ? 48 : 36}
    />
  );
}

function PlayButton({ isLarge = false }: TransportProps) {
  const text = useText();
  const dispatch = useAppDispatch();
  const isPlaying = useAppSelector(selectIsPlayIntended);
  return (
    <IconButton
      icon={isPlaying ? 'pause' : 'play'}
      iconSize={isLarge ? 32 : 22}
      isDisabled={useIsIdle()}
      kind="solid"
      label={text(isPlaying ? 'player.pause' : 'player.play')}
      onPress={() => dispatch(togglePlay())}
      shortcut="Space"
      size={isLarge ? 64 : 40}
    />
  );
}

const useIsIdle = (): boolean => useAppSelector(selectCurrentItem) === undefined;

/** Shuffle, previous, play, next, repeat. */
export function Transport({ isLarge = false }: TransportProps) {
  const styles = useStyles();
  const text = useText();
  return (
    <View aria-label={text('player.player')} role="group" style={[styles.row, isLarge && styles.large]}>
      <ShuffleButton isLarge={isLarge} />
      <SkipButton isBack isLarge={isLarge} />
      <PlayButton isLarge={isLarge} />
      <SkipButton isBack={false} isLarge={isLarge} />
      <RepeatButton isLarge={isLarge} />
    </View>
  );
}

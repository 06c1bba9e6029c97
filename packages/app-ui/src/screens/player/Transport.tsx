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
import { IconButton, type IconButtonProps } from '#components/IconButton.tsx';
import type { TextKey } from '#locale/dictionary.ts';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useIsTight } from './use-is-tight.ts';

const useStyles = createStyles(({ space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', justifyContent: 'center', gap: space.sm },
  large: { gap: space.xs, justifyContent: 'space-between', width: '100%', maxWidth: '26rem', alignSelf: 'center' },
}));
const repeatTexts: Record<'off' | 'all' | 'one', TextKey> = {
  off: 'player.repeatOff',
  all: 'player.repeatAll',
  one: 'player.repeatOne',
};

interface TransportProps {
  isLarge?: boolean;
}

type Size = NonNullable<IconButtonProps['size']>;
type Sizes = Record<'side' | 'skip' | 'play', Size> & Record<'icon' | 'skipIcon' | 'playIcon', number>;

const sizes: Record<'small' | 'large' | 'tight', Sizes> = {
  small: { side: 32, icon: 20, skip: 36, skipIcon: 22, play: 40, playIcon: 22 },
  large: { side: 48, icon: 24, skip: 48, skipIcon: 32, play: 64, playIcon: 32 },
  tight: { side: 24, icon: 20, skip: 24, skipIcon: 22, play: 40, playIcon: 24 },
};

function useSizes(isLarge: boolean): Sizes {
  const isTight = useIsTight();
  if (!isLarge) return sizes.small;
  return isTight ? sizes.tight : sizes.large;
}

function ShuffleButton({ isLarge = false }: TransportProps) {
  const text = useText();
  const size = useSizes(isLarge);
  const dispatch = useAppDispatch();
  const isShuffled = useAppSelector(selectIsShuffled);
  return (
    <IconButton
      icon="shuffle"
      iconSize={size.icon}
      isDisabled={useIsIdle()}
      isPressed={isShuffled}
      label={text(isShuffled ? 'player.shuffleOn' : 'player.shuffleOff')}
      onPress={() => dispatch(toggleShuffle())}
      shortcut="S"
      size={size.side}
    />
  );
}

function RepeatButton({ isLarge = false }: TransportProps) {
  const text = useText();
  const size = useSizes(isLarge);
  const dispatch = useAppDispatch();
  const repeat = useAppSelector(selectRepeat);
  return (
    <IconButton
      icon={repeat === 'one' ? 'repeat-one' : 'repeat'}
      iconSize={size.icon}
      isDisabled={useIsIdle()}
      isPressed={repeat !== 'off'}
      label={text(repeatTexts[repeat])}
      onPress={() => dispatch(cycleRepeat())}
      shortcut="R"
      size={size.side}
    />
  );
}

function SkipButton({ isLarge = false, isBack }: TransportProps & { isBack: boolean }) {
  const text = useText();
  const size = useSizes(isLarge);
  const dispatch = useAppDispatch();
  const hasNext = useAppSelector(selectCanSkipNext);
  const isIdle = useIsIdle();
  return (
    <IconButton
      dataSet={{ skip: '' }}
      icon={isBack ? 'previous' : 'next'}
      iconSize={size.skipIcon}
      isDisabled={isIdle || (!isBack && !hasNext)}
      label={text(isBack ? 'player.previous' : 'player.next')}
      onPress={() => dispatch(isBack ? skipPrevious() : skipNext())}
      shortcut={isBack ? 'Shift+ArrowLeft' : 'Shift+ArrowRight'}
      size={size.skip}
    />
  );
}

function PlayButton({ isLarge = false }: TransportProps) {
  const text = useText();
  const size = useSizes(isLarge);
  const dispatch = useAppDispatch();
  const isPlaying = useAppSelector(selectIsPlayIntended);
  return (
    <IconButton
      icon={isPlaying ? 'pause' : 'play'}
      iconSize={size.playIcon}
      isDisabled={useIsIdle()}
      kind="solid"
      label={text(isPlaying ? 'player.pause' : 'player.play')}
      onPress={() => dispatch(togglePlay())}
      shortcut="Space"
      size={size.play}
    />
  );
}

const useIsIdle = (): boolean => useAppSelector(selectCurrentItem) === undefined;

/** Shuffle, previous, play, next, repeat; as on devices from left to right, whatever way the writing runs. */
export function Transport({ isLarge = false }: TransportProps) {
  const styles = useStyles();
  const text = useText();
  return (
    <View aria-label={text('player.player')} dir="ltr" role="group" style={[styles.row, isLarge && styles.large]}>
      <ShuffleButton isLarge={isLarge} />
      <SkipButton isBack isLarge={isLarge} />
      <PlayButton isLarge={isLarge} />
      <SkipButton isBack={false} isLarge={isLarge} />
      <RepeatButton isLarge={isLarge} />
    </View>
  );
}

import { Button } from '#components/Button.tsx';
import { useText } from '#locale/use-text.ts';

export interface PlayButtonsProps {
  mark: 'playing' | 'paused' | null;
  onPlay: () => void;
  onShuffle: () => void;
  isDisabled?: boolean;
}

/** The two ways to start a collection. */
export function PlayButtons({ mark, onPlay, onShuffle, isDisabled = false }: PlayButtonsProps) {
  const text = useText();
  const isPlaying = mark === 'playing';
  return (
    <>
      <Button
        icon={isPlaying ? 'pause' : 'play'}
        isDisabled={isDisabled}
        kind="primary"
        label={text(isPlaying ? 'components.pause' : 'components.play')}
        onPress={onPlay}
        size="large"
      />
      <Button icon="shuffle" isDisabled={isDisabled} label={text('library.shuffle')} onPress={onShuffle} size="large" />
    </>
  );
}

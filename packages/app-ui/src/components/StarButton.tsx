import { useText } from '#locale/use-text.ts';
import { IconButton, type IconButtonProps } from './IconButton.tsx';

export interface StarButtonProps {
  /** Name of the track, album or artist, for the accessible name. */
  title: string;
  isStarred: boolean;
  onToggle: () => void;
  size?: IconButtonProps['size'];
}

export function StarButton({ title, isStarred, onToggle, size = 36 }: StarButtonProps) {
  const text = useText();
  return (
    <IconButton
      dataSet={{ star: isStarred ? 'on' : 'off' }}
      icon={isStarred ? 'heart-filled' : 'heart'}
      isPressed={isStarred}
      label={text(isStarred ? 'components.unstarItem' : 'components.starItem', { title })}
      onPress={onToggle}
      size={size}
    />
  );
}

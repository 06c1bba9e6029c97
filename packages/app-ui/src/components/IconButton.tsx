import { Pressable } from 'react-native';
import { useTheme } from '#theme/theme.tsx';
import { Icon } from './Icon.tsx';
import { iconSizeFor, useIconButtonStyles } from './icon-button-styles.ts';
import type { IconButtonProps } from './icon-button-props.ts';

export type { IconButtonProps } from './icon-button-props.ts';

export function IconButton(props: IconButtonProps) {
  const { icon, label, kind = 'plain', size = 36, isPressed = false, isDisabled = false } = props;
  const styles = useIconButtonStyles();
  const side = useTheme().scaled(size);
  const isOn = isPressed && kind === 'plain';
  return (
    <Pressable
      aria-expanded={props.isExpanded}
      aria-label={label}
      aria-pressed={props.isPressed}
      disabled={isDisabled}
      id={props.id}
      onPress={props.onPress}
      role="button"
      style={[
        styles.base,
        styles[kind],
        { width: side, height: side },
        isOn && styles.on,
        isDisabled && styles.disabled,
      ]}
    >
      <Icon name={icon} size={props.iconSize ?? iconSizeFor(size)} />
    </Pressable>
  );
}

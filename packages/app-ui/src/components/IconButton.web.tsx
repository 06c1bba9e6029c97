import type { MouseEvent } from 'react';
import type { PressEvent } from 'react-native';
import { useTheme } from '#theme/theme.tsx';
import { Dom } from './Dom.tsx';
import { Icon } from './Icon.tsx';
import { iconSizeFor, useIconButtonStyles } from './icon-button-styles.ts';
import type { IconButtonProps } from './icon-button-props.ts';
import { useTabIndex } from './roving.tsx';

export type { IconButtonProps } from './icon-button-props.ts';

/** Rows hold three of these and lists dozens of rows: a bare button costs a third of a Pressable. */
export function IconButton({ ref, ...props }: IconButtonProps) {
  const { icon, label, kind = 'plain', size = 36, isPressed = false, isDisabled = false } = props;
  const styles = useIconButtonStyles();
  const rovingTabIndex = useTabIndex();
  const side = useTheme().scaled(size);
  const isOn = isPressed && kind === 'plain';
  const press = (event: MouseEvent<HTMLElement>) => {
    event.stopPropagation();
    if (!isDisabled) props.onPress(event as unknown as PressEvent);
  };
  return (
    <Dom
      // Not `disabled`: the focus would fall out of a button that goes off under it (the end of a shelf).
      aria-disabled={isDisabled || undefined}
      aria-expanded={props.isExpanded}
      aria-haspopup={props.hasMenu ? 'menu' : undefined}
      aria-keyshortcuts={props.shortcut}
      aria-label={label}
      aria-pressed={props.isPressed}
      as="button"
      dataSet={{ press: kind, iconButton: '', tooltip: label, on: isPressed ? '' : undefined, ...props.dataSet }}
      id={props.id}
      onClick={press}
      ref={ref as never}
      style={[
        styles.base,
        styles[kind],
        { width: side, height: side },
        isOn && styles.on,
        isDisabled && styles.disabled,
      ]}
      tabIndex={props.tabIndex ?? rovingTabIndex}
      type="button"
    >
      <Icon name={icon} size={props.iconSize ?? iconSizeFor(size)} />
    </Dom>
  );
}

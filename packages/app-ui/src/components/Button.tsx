import { Pressable, View, type PressEvent } from 'react-native';
import { createStyles } from '#theme/create-styles.ts';
import { target } from '#theme/tokens.ts';
import { AppText, type Tone } from './AppText.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import { useTabIndex } from './roving.tsx';

export interface ButtonProps {
  label: string;
  onPress: (event: PressEvent) => void;
  /** One `primary` on a screen; `quiet` has no surface until hovered. */
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: IconName;
  size?: 'small' | 'medium' | 'large';
  isDisabled?: boolean;
  /** Shows that the answer is awaited and refuses further presses; the width does not change. */
  isBusy?: boolean;
  isPressed?: boolean;
  isExpanded?: boolean;
  hasMenu?: boolean;
  isFullWidth?: boolean;
  /** When the visible label does not say enough by itself. */
  accessibleName?: string;
  shortcut?: string;
  id?: string;
}

const useStyles = createStyles(({ colors, motion, radius, scaled, space }) => ({
  base: {
    flexDirection: 'row',
    alignItems: 'center',
    justifyContent: 'center',
    gap: space.sm,
    borderRadius: radius.full,
    borderWidth: 1,
    borderColor: 'transparent',
    transitionProperty: 'background-color, transform, opacity',
    transitionDuration: `${motion.feedbackMs}ms`,
    transitionTimingFunction: motion.easeOut,
  },
  small: { minHeight: scaled(target.pointer), paddingHorizontal: space.md },
  medium: { minHeight: scaled(40), paddingHorizontal: space.lg + 4 },
  large: { minHeight: scaled(48), paddingHorizontal: space.xl + 4 },
  primary: { backgroundColor: colors.accent },
  secondary: { backgroundColor: colors.tint },
  quiet: { backgroundColor: 'transparent' },
  danger: { backgroundColor: 'transparent', borderColor: colors.danger },
  disabled: { opacity: 0.45 },
  fullWidth: { width: '100%' },
}));

const tones: Record<NonNullable<ButtonProps['kind']>, Tone> = {
  primary: 'onAccent',
  secondary: 'text',
  quiet: 'text',
  danger: 'danger',
};

export function Button(props: ButtonProps) {
  const { label, kind = 'secondary', icon, size = 'medium', isDisabled = false, isBusy = false } = props;
  const styles = useStyles();
  const tabIndex = useTabIndex();
  const tone = tones[kind];
  return (
    <Pressable
      aria-busy={isBusy || undefined}
      aria-expanded={props.isExpanded}
      aria-haspopup={props.hasMenu ? 'menu' : undefined}
      aria-keyshortcuts={props.shortcut}
      aria-label={props.accessibleName}
      aria-pressed={props.isPressed}
      dataSet={{ press: kind, busy: isBusy ? '' : undefined }}
      disabled={isDisabled || isBusy}
      id={props.id}
      onPress={props.onPress}
      role="button"
      style={[
        styles.base,
        styles[size],
        styles[kind],
        props.isFullWidth && styles.fullWidth,
        isDisabled && styles.disabled,
      ]}
      tabIndex={isDisabled ? -1 : tabIndex}
    >
      {icon && (
        <AppText tone={tone}>
          <Icon name={icon} size={size === 'small' ? 16 : 20} />
        </AppText>
      )}
      <AppText lines={1} size={size === 'large' ? 16 : 14} tone={tone} weight="medium">
        {label}
      </AppText>
      {isBusy && <View dataSet={{ busyBar: '' }} />}
    </Pressable>
  );
}

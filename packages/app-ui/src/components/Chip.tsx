import { Pressable, View, type PressEvent } from 'react-native';
import type { ReactNode } from 'react';
import { createStyles } from '#theme/create-styles.ts';
import { target } from '#theme/tokens.ts';
import { AppText } from './AppText.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';

export interface ChipProps {
  label: string;
  /** A filter that is on; for a choice of one use SegmentedTabs or Select. */
  isSelected?: boolean;
  /** With `hasMenu` the event's target is what the menu hangs on. */
  onPress: (event: PressEvent) => void;
  icon?: IconName;
  /** Shows a small cross: pressing takes the filter away. */
  isRemovable?: boolean;
  hasMenu?: boolean;
}

const useStyles = createStyles(({ colors, motion, radius, scaled, space }) => ({
  group: { flexDirection: 'row', flexWrap: 'wrap', gap: space.sm },
  chip: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.xs + 2,
    minHeight: scaled(target.pointer),
    paddingHorizontal: space.md,
    borderRadius: radius.full,
    backgroundColor: colors.tint,
    transitionProperty: 'background-color',
    transitionDuration: `${motion.feedbackMs}ms`,
  },
  selected: { backgroundColor: colors.text },
  selectedText: { color: colors.canvas },
}));

export function Chip({ label, isSelected = false, onPress, icon, isRemovable = false, hasMenu = false }: ChipProps) {
  const styles = useStyles();
  return (
    <Pressable
      aria-haspopup={hasMenu ? 'menu' : undefined}
      aria-pressed={hasMenu ? undefined : isSelected}
      dataSet={{ press: isSelected ? 'chip-on' : 'secondary', chip: '' }}
      onPress={onPress}
      role="button"
      style={[styles.chip, isSelected && styles.selected]}
    >
      {icon && (
        <AppText style={isSelected && styles.selectedText}>
          <Icon name={icon} size={16} />
        </AppText>
      )}
      <AppText lines={1} style={isSelected && styles.selectedText} weight="medium">
        {label}
      </AppText>
      {(isRemovable || hasMenu) && (
        <AppText style={isSelected && styles.selectedText}>
          <Icon name={hasMenu ? 'chevron-down' : 'close'} size={14} />
        </AppText>
      )}
    </Pressable>
  );
}

export function ChipGroup({ label, children }: { label: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <View aria-label={label} role="group" style={styles.group}>
      {children}
    </View>
  );
}

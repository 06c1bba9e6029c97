import { Pressable, View } from 'react-native';
import { useId } from 'react';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';
import { Icon } from './Icon.tsx';

export interface CheckboxProps {
  label: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  isDisabled?: boolean;
}

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.md, minHeight: scaled(36) },
  box: {
    width: scaled(20),
    height: scaled(20),
    borderRadius: radius.row,
    borderWidth: 2,
    borderColor: colors.muted,
    alignItems: 'center',
    justifyContent: 'center',
  },
  boxOn: { backgroundColor: colors.accent, borderColor: colors.accent },
  disabled: { opacity: 0.45 },
}));

export function Checkbox({ label, isChecked, onChange, isDisabled = false }: CheckboxProps) {
  const styles = useStyles();
  const id = useId();
  return (
    <Pressable
      aria-checked={isChecked}
      aria-labelledby={id}
      disabled={isDisabled}
      onPress={() => onChange(!isChecked)}
      role="checkbox"
      style={[styles.row, isDisabled && styles.disabled]}
    >
      <View style={[styles.box, isChecked && styles.boxOn]}>
        {isChecked && (
          <AppText tone="onAccent">
            <Icon name="check" size={14} />
          </AppText>
        )}
      </View>
      <AppText id={id}>{label}</AppText>
    </Pressable>
  );
}

import { Pressable, View } from 'react-native';
import { useId } from 'react';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';

export interface SwitchProps {
  label: string;
  /** One sentence on what it does; say so when it costs data or privacy. */
  hint?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
}

const useStyles = createStyles(({ colors, motion, radius, scaled, space }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.lg,
    minHeight: scaled(44),
    paddingVertical: space.xs,
    width: '100%',
  },
  words: { flexGrow: 1, flexShrink: 1 },
  track: {
    width: scaled(44),
    height: scaled(26),
    borderRadius: radius.full,
    padding: 2,
    backgroundColor: 'transparent',
    borderWidth: 2,
    borderColor: colors.muted,
    justifyContent: 'center',
    transitionProperty: 'background-color, border-color',
    transitionDuration: `${motion.feedbackMs}ms`,
  },
  trackOn: { backgroundColor: colors.accent, borderColor: colors.accent, alignItems: 'flex-end' },
  thumb: {
    width: scaled(16),
    height: scaled(16),
    borderRadius: radius.full,
    backgroundColor: colors.muted,
    marginHorizontal: 1,
  },
  thumbOn: { backgroundColor: colors.onAccent },
  disabled: { opacity: 0.45 },
}));

export function Switch({ label, hint, isOn, onChange, isDisabled = false }: SwitchProps) {
  const styles = useStyles();
  const id = useId();
  return (
    <Pressable
      aria-checked={isOn}
      aria-describedby={hint ? `${id}-hint` : undefined}
      aria-labelledby={`${id}-label`}
      disabled={isDisabled}
      onPress={() => onChange(!isOn)}
      role="switch"
      style={[styles.row, isDisabled && styles.disabled]}
    >
      <View style={styles.words}>
        <AppText id={`${id}-label`} weight="medium">
          {label}
        </AppText>
        {hint && (
          <AppText id={`${id}-hint`} size={12} tone="muted">
            {hint}
          </AppText>
        )}
      </View>
      <View dataSet={{ switchTrack: '' }} style={[styles.track, isOn && styles.trackOn]}>
        <View dataSet={{ switchThumb: '' }} style={[styles.thumb, isOn && styles.thumbOn]} />
      </View>
    </Pressable>
  );
}

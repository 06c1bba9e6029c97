import { View } from 'react-native';
import { createStyles } from '#theme/create-styles.ts';

export interface ProgressBarProps {
  /** 0 to 1, or null while the whole is unknown. */
  value: number | null;
  label: string;
  valueText?: string;
  height?: number;
}

const useStyles = createStyles(({ colors, radius }) => ({
  track: { width: '100%', backgroundColor: colors.tint, borderRadius: radius.full, overflow: 'hidden' },
  fill: {
    height: '100%',
    width: '100%',
    backgroundColor: colors.accent,
    transformOrigin: '0 50%',
    transitionProperty: 'transform',
    transitionDuration: '240ms',
    transitionTimingFunction: 'linear',
  },
}));

export function ProgressBar({ value, label, valueText, height = 4 }: ProgressBarProps) {
  const styles = useStyles();
  const share = value === null ? 1 : Math.min(1, Math.max(0, value));
  return (
    <View
      aria-label={label}
      aria-valuemax={100}
      aria-valuemin={0}
      aria-valuenow={value === null ? undefined : Math.round(share * 100)}
      aria-valuetext={valueText}
      role="progressbar"
      style={[styles.track, { height }]}
    >
      <View
        dataSet={{ indeterminate: value === null ? '' : undefined, progressFill: '' }}
        style={[styles.fill, { transform: `scaleX(${share})` }]}
      />
    </View>
  );
}

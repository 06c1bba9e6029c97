import { View } from 'react-native';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';
import { VisuallyHidden } from './VisuallyHidden.tsx';

export interface Bar {
  key: string;
  /** Under the bar; empty where there is no room for one. */
  label: string;
  value: number;
  /** The whole fact, such as `3 March: 12 plays`: tooltip, and read out. */
  text: string;
}

export interface BarChartProps {
  /** What the chart shows, with its most telling number. */
  summary: string;
  bars: readonly Bar[];
  height?: number;
}

const useStyles = createStyles(({ colors, radius, space }) => ({
  chart: { gap: space.xs, width: '100%' },
  plot: { flexDirection: 'row', alignItems: 'flex-end', gap: 2, width: '100%' },
  column: { flexGrow: 1, flexShrink: 1, flexBasis: 0, height: '100%', justifyContent: 'flex-end', minWidth: 1 },
  bar: {
    width: '100%',
    maxWidth: '3rem',
    alignSelf: 'center',
    minHeight: 2,
    backgroundColor: colors.accent,
    borderTopLeftRadius: radius.row,
    borderTopRightRadius: radius.row,
  },
  none: { backgroundColor: colors.hairline },
  labels: { flexDirection: 'row', gap: 2, width: '100%' },
  label: { flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0, overflow: 'visible', alignItems: 'center' },
  lastLabel: { alignItems: 'flex-end' },
  word: { whiteSpace: 'nowrap' },
}));

/** Bars in a row. For those who do not see them, the same facts as a list. */
export function BarChart({ summary, bars, height = 140 }: BarChartProps) {
  const styles = useStyles();
  const highest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <View style={styles.chart}>
      <View aria-hidden style={[styles.plot, { height }]}>
        {bars.map(({ key, value, text }) => (
          <View dataSet={{ tooltip: text }} key={key} style={styles.column}>
            <View style={[styles.bar, value === 0 && styles.none, { height: `${(100 * value) / highest}%` }]} />
          </View>
        ))}
      </View>
      <View aria-hidden style={styles.labels}>
        {bars.map(({ key, label }, at) => (
          <View key={key} style={[styles.label, at === bars.length - 1 && styles.lastLabel]}>
            <AppText isTabular size={12} style={styles.word} tone="muted">
              {label}
            </AppText>
          </View>
        ))}
      </View>
      <VisuallyHidden>
        <View aria-label={summary} role="list">
          {bars.map(({ key, text, value }) =>
            value === 0 ? null : (
              <View key={key} role="listitem">
                {text}
              </View>
            ),
          )}
        </View>
      </VisuallyHidden>
    </View>
  );
}

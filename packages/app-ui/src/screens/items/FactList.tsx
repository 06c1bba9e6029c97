import type { ReactNode } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { createStyles } from '#theme/create-styles.ts';

export interface Fact {
  label: string;
  /** Nothing is shown for a fact that is not known. */
  value: ReactNode;
}

const useStyles = createStyles(({ space }) => ({
  list: { gap: space.sm },
  fact: { flexDirection: 'row', flexWrap: 'wrap', columnGap: space.lg, rowGap: 0 },
  label: { width: '10rem', flexShrink: 0 },
  value: { flexGrow: 1, flexShrink: 1, flexBasis: '12rem', minWidth: 0 },
}));

/** Pairs of a label and a value under a small heading; nothing at all when no value is known. */
export function FactList({ title, facts }: { title: string; facts: readonly Fact[] }) {
  const styles = useStyles();
  const known = facts.filter(({ value }) => value !== null && value !== undefined && value !== '');
  if (known.length === 0) return null;
  return (
    <View style={styles.list}>
      <AppText level={3} size={12} tone="muted" weight="bold">
        {title}
      </AppText>
      {known.map(({ label, value }, at) => (
        <View key={`${label} ${at}`} style={styles.fact}>
          <View style={styles.label}>
            <AppText tone="muted">{label}</AppText>
          </View>
          <View style={styles.value}>{typeof value === 'string' ? <AppText>{value}</AppText> : value}</View>
        </View>
      ))}
    </View>
  );
}

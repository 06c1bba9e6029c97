import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { createStyles } from '#theme/create-styles.ts';

export interface Fact {
  name: string;
  value: string;
}

const useStyles = createStyles(({ colors, radius, space }) => ({
  facts: { flexDirection: 'row', flexWrap: 'wrap', gap: space.md },
  fact: {
    flexGrow: 1,
    flexShrink: 1,
    flexBasis: '8.5rem',
    minWidth: 0,
    gap: 2,
    padding: space.lg,
    borderRadius: radius.card,
    backgroundColor: colors.surface,
    borderWidth: 1,
    borderColor: colors.hairline,
  },
}));

/** Numbers that are read first. */
export function FactTiles({ facts }: { facts: readonly Fact[] }) {
  const styles = useStyles();
  return (
    <View role="list" style={styles.facts}>
      {facts.map(({ name, value }) => (
        <View key={name} role="listitem" style={styles.fact}>
          <AppText isTabular size={20} weight="bold">
            {value}
          </AppText>
          <AppText tone="muted">{name}</AppText>
        </View>
      ))}
    </View>
  );
}

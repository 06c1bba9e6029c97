import { View } from 'react-native';
import { SkeletonBlock } from '#components/Skeleton.tsx';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ colors, radius, space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.md, paddingHorizontal: space.sm, height: '100%' },
  words: { gap: space.sm, flexGrow: 1 },
  card: { gap: space.sm },
  cover: { width: '100%', aspectRatio: '1', borderRadius: radius.card, backgroundColor: colors.tint },
  round: { borderRadius: radius.full },
}));

/** A row of a long list that is still on its way. */
export function RowPlaceholder() {
  const styles = useStyles();
  return (
    <View aria-hidden dataSet={{ skeleton: '' }} style={styles.row}>
      <SkeletonBlock height={40} width={40} />
      <View style={styles.words}>
        <SkeletonBlock height={12} width="38%" />
        <SkeletonBlock height={10} width="22%" />
      </View>
    </View>
  );
}

export function CardPlaceholder({ isRound = false }: { isRound?: boolean }) {
  const styles = useStyles();
  return (
    <View aria-hidden dataSet={{ skeleton: '' }} style={styles.card}>
      <View style={[styles.cover, isRound && styles.round]} />
      <SkeletonBlock height={12} width="70%" />
      <SkeletonBlock height={10} width="45%" />
    </View>
  );
}

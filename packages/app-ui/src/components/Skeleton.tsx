import { View } from 'react-native';
import type { ReactNode } from 'react';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance } from '#theme/theme.tsx';
import { VisuallyHidden } from './VisuallyHidden.tsx';
import { trackRowHeight } from './track-row-height.ts';

const useStyles = createStyles(({ colors, radius, space }) => ({
  block: { backgroundColor: colors.tint, borderRadius: radius.row },
  row: { flexDirection: 'row', alignItems: 'center', gap: space.md, paddingHorizontal: space.sm },
  lines: { flex: 1, gap: space.sm },
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(10rem, 1fr))', gap: space.lg },
  shelf: { flexDirection: 'row', gap: space.lg, overflow: 'hidden' },
  shelfCard: { width: '11rem', gap: space.sm },
  card: { gap: space.sm },
  cover: { aspectRatio: '1', width: '100%', borderRadius: radius.card },
}));

export function SkeletonBlock({
  width,
  height,
  isRound,
}: {
  width: number | string;
  height: number | string;
  isRound?: boolean;
}) {
  const styles = useStyles();
  return <View style={[styles.block, { width, height }, isRound && { borderRadius: 9999 }]} />;
}

/** Reserves the space at once and is seen only after 300 ms, so that quick answers do not flicker. */
export function SkeletonGroup({ children }: { children: ReactNode }) {
  const text = useText();
  return (
    <View aria-busy dataSet={{ skeleton: '' }}>
      <VisuallyHidden isLive>{text('components.loading')}</VisuallyHidden>
      {children}
    </View>
  );
}

export function SkeletonRows({ count, hasCover = false }: { count: number; hasCover?: boolean }) {
  const styles = useStyles();
  const { isDense, textScale } = useAppearance();
  const height = trackRowHeight(isDense) * textScale;
  return (
    <SkeletonGroup>
      {Array.from({ length: count }, (_, row) => (
        <View key={row} style={[styles.row, { height }]}>
          <SkeletonBlock height={hasCover ? 40 : 16} width={hasCover ? 40 : 16} />
          <View style={styles.lines}>
            <SkeletonBlock height={12} width={`${36 + ((row * 17) % 28)}%`} />
            {!isDense && <SkeletonBlock height={10} width={`${18 + ((row * 11) % 18)}%`} />}
          </View>
          <SkeletonBlock height={10} width={32} />
        </View>
      ))}
    </SkeletonGroup>
  );
}

export function SkeletonCards({
  count,
  isRound = false,
  isShelf = false,
}: {
  count: number;
  isRound?: boolean;
  isShelf?: boolean;
}) {
  const styles = useStyles();
  return (
    <SkeletonGroup>
      <View style={isShelf ? styles.shelf : styles.grid}>
        {Array.from({ length: count }, (_, card) => (
          <View key={card} style={isShelf ? styles.shelfCard : styles.card}>
            <View style={[styles.block, styles.cover, isRound && { borderRadius: 9999 }]} />
            <SkeletonBlock height={12} width={`${60 + ((card * 13) % 30)}%`} />
            <SkeletonBlock height={10} width={`${35 + ((card * 7) % 25)}%`} />
          </View>
        ))}
      </View>
    </SkeletonGroup>
  );
}

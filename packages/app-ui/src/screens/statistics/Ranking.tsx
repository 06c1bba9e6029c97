import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Cover, type CoverArt } from '#components/Cover.tsx';
import { Link } from '#components/Link.tsx';
import type { AppRoute } from '#navigation/app-route.ts';
import { createStyles } from '#theme/create-styles.ts';

export interface Ranked {
  id: string;
  title: string;
  subtitle?: string;
  /** Null shows the stand-in; undefined none at all. */
  cover?: CoverArt | null;
  isRound?: boolean;
  to?: AppRoute | undefined;
  value: number;
  valueText: string;
}

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.md, minHeight: scaled(56), paddingVertical: space.xs },
  plain: { minHeight: scaled(44) },
  place: { width: '1.75rem', flexShrink: 0 },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0, gap: 2 },
  track: { height: 4, borderRadius: radius.full, backgroundColor: colors.tint, overflow: 'hidden', marginTop: 2 },
  share: { height: '100%', borderRadius: radius.full, backgroundColor: colors.accent },
  value: { flexShrink: 0 },
}));

/** What comes first, with a bar for how far it is ahead. */
export function Ranking({ items }: { items: readonly Ranked[] }) {
  const styles = useStyles();
  const most = Math.max(1, ...items.map(({ value }) => value));
  return (
    <View role="list">
      {items.map((item, at) => (
        <View key={item.id} role="listitem" style={[styles.row, item.cover === undefined && styles.plain]}>
          <View style={styles.place}>
            <AppText align="end" isTabular tone="muted">
              {at + 1}
            </AppText>
          </View>
          {item.cover !== undefined && (
            <Cover
              cover={item.cover}
              radius={4}
              shape={item.isRound ? 'round' : 'square'}
              size={44}
              title={item.title}
            />
          )}
          <View style={styles.words}>
            <AppText lines={1} weight="medium">
              {item.to ? <Link to={item.to}>{item.title}</Link> : item.title}
            </AppText>
            {item.subtitle !== undefined && item.subtitle !== '' && (
              <AppText lines={1} size={12} tone="muted">
                {item.subtitle}
              </AppText>
            )}
            <View aria-hidden style={styles.track}>
              <View style={[styles.share, { width: `${(100 * item.value) / most}%` }]} />
            </View>
          </View>
          <View style={styles.value}>
            <AppText isTabular tone="muted">
              {item.valueText}
            </AppText>
          </View>
        </View>
      ))}
    </View>
  );
}

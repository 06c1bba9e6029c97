import type { ReactNode } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { SkeletonBlock, SkeletonGroup } from '#components/Skeleton.tsx';
import type { AppRoute } from '#navigation/app-route.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout, type LayoutKind } from '#theme/use-layout.ts';
import { BackButton } from '../items/BackButton.tsx';

export interface CollectionHeaderProps {
  /** The artwork, which fills its frame of `coverSize(layout)`. */
  artwork: ReactNode;
  kind: string;
  /** The visible twin of the screen's h1. */
  title: string;
  subtitle?: ReactNode;
  /** Year, number of songs, length. */
  facts: readonly ReactNode[];
  badges?: ReactNode;
  /** The large buttons that start it. */
  playButtons: ReactNode;
  /** Heart, menu, rating. */
  marks?: ReactNode;
  /** Where the back button leads when there is nothing to go back to. */
  parent: AppRoute;
}

export const coverSize = (layout: LayoutKind): number => ({ phone: 232, tablet: 200, desktop: 248 })[layout];

const useStyles = createStyles(({ space }) => ({
  wide: { flexDirection: 'row', alignItems: 'flex-end', gap: space.xxl },
  phone: { alignItems: 'center', gap: space.lg },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0, gap: space.md },
  wordsPhone: { width: '100%', alignItems: 'center', gap: space.md },
  names: { gap: space.xs, maxWidth: '100%' },
  facts: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', columnGap: space.sm, rowGap: space.xs },
  // In pixels: artwork need not grow with the text, and two columns of it would not fit.
  artwork: { flexShrink: 0, maxWidth: '100%' },
  centred: { justifyContent: 'center', alignItems: 'center' },
  actions: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.sm, maxWidth: '100%' },
  back: { position: 'absolute', top: 0, insetInlineStart: 0, zIndex: 1 },
}));

/** The top of an album, artist, genre or folder: artwork, name, facts, and what to do with it. */
export function CollectionHeader(props: CollectionHeaderProps) {
  const { artwork, kind, title, subtitle, facts, badges, playButtons, marks, parent } = props;
  const styles = useStyles();
  const layout = useLayout();
  const isPhone = layout === 'phone';
  const known = facts.filter((fact) => fact !== null && fact !== '' && fact !== undefined);
  const size = isPhone ? 28 : title.length > 28 || layout === 'tablet' ? 28 : 40;
  return (
    <View style={isPhone ? styles.phone : styles.wide}>
      {isPhone && (
        <View style={styles.back}>
          <BackButton fallback={parent} />
        </View>
      )}
      <View style={[styles.artwork, { width: coverSize(layout) }]}>{artwork}</View>
      <View style={isPhone ? styles.wordsPhone : styles.words}>
        <View style={[styles.names, isPhone && styles.centred]}>
          {!isPhone && (
            <AppText size={12} tone="muted" weight="medium">
              {kind}
            </AppText>
          )}
          <AppText align={isPhone ? 'center' : 'start'} aria-hidden lines={3} size={size} weight="bold">
            {title}
          </AppText>
          {subtitle}
        </View>
        <View style={[styles.facts, isPhone && styles.centred]}>
          {known.map((fact, at) => (
            <AppText isTabular key={at} tone="muted">
              {at > 0 && '· '}
              {fact}
            </AppText>
          ))}
          {badges}
        </View>
        {isPhone ? (
          <>
            <View style={styles.actions}>{playButtons}</View>
            {marks && <View style={styles.actions}>{marks}</View>}
          </>
        ) : (
          <View style={styles.actions}>
            {playButtons}
            {marks}
          </View>
        )}
      </View>
    </View>
  );
}

/** The same space while it loads. */
export function HeaderSkeleton({ isRound = false }: { isRound?: boolean }) {
  const styles = useStyles();
  const layout = useLayout();
  const isPhone = layout === 'phone';
  const side = coverSize(layout);
  return (
    <SkeletonGroup>
      <View style={isPhone ? styles.phone : styles.wide}>
        <SkeletonBlock height={side} width={side} {...(isRound ? { isRound } : {})} />
        <View style={isPhone ? styles.wordsPhone : styles.words}>
          <SkeletonBlock height={36} width="min(24rem, 80%)" />
          <SkeletonBlock height={16} width="min(14rem, 60%)" />
          <SkeletonBlock height={48} width="min(18rem, 70%)" />
        </View>
      </View>
    </SkeletonGroup>
  );
}

import type { ReactNode } from 'react';
import { ScrollView, View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Brand } from '#layouts/Brand.tsx';
import { useScreenTitle } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';

export interface EntryFrameProps {
  title: string;
  /** Names the tab where the heading would not. */
  documentTitle?: string;
  lead?: string | undefined;
  /** Above the heading: the steps of the first run. */
  progress?: ReactNode;
  isWide?: boolean;
  /** Stays at the bottom of the window. */
  foot?: ReactNode;
  children: ReactNode;
}

const useStyles = createStyles(({ colors, radius, space }) => ({
  page: { flexGrow: 1, width: '100%', height: '100dvh', backgroundColor: colors.canvas, overflowY: 'auto' },
  content: {
    minHeight: '100%',
    alignItems: 'center',
    paddingHorizontal: space.xl,
    paddingVertical: space.huge,
    gap: space.xxl,
  },
  contentPhone: { paddingHorizontal: space.lg, paddingVertical: space.xl, gap: space.xl },
  column: { width: '100%', maxWidth: '26rem', gap: space.xl },
  wide: { maxWidth: '46rem' },
  words: { gap: space.sm },
  narrow: { gap: space.xxl },
  foot: {
    position: 'sticky',
    bottom: space.lg,
    width: '100%',
    maxWidth: '32rem',
    marginTop: 'auto',
    overflow: 'hidden',
    borderRadius: radius.card,
    backgroundColor: colors.raised,
    borderWidth: 1,
    borderColor: colors.hairline,
  },
  middle: { flexGrow: 1, justifyContent: 'center', width: '100%', alignItems: 'center' },
}));

/** The pages before the app itself: one column, nothing else to look at. */
export function EntryFrame({ title, documentTitle, lead, progress, isWide = false, foot, children }: EntryFrameProps) {
  const styles = useStyles();
  const isPhone = useLayout() === 'phone';
  useScreenTitle(documentTitle ?? title);
  return (
    <ScrollView contentContainerStyle={[styles.content, isPhone && styles.contentPhone]} style={styles.page}>
      <View role="banner">
        <Brand />
      </View>
      <View role="main" style={isWide ? [styles.column, styles.wide] : styles.middle}>
        <View style={!isWide && [styles.column, styles.narrow]}>
          {progress}
          <View style={styles.words}>
            <AppText level={1} size={28} weight="bold">
              {title}
            </AppText>
            {lead && (
              <AppText size={16} tone="muted">
                {lead}
              </AppText>
            )}
          </View>
          {!isWide && children}
        </View>
        {isWide && children}
      </View>
      {foot && (
        <View role="contentinfo" style={styles.foot}>
          {foot}
        </View>
      )}
    </ScrollView>
  );
}

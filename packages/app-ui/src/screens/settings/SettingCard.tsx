import type { ReactNode } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';

export interface SettingCardProps {
  title: string;
  /** One sentence; it says so when something costs data or privacy. */
  hint?: string;
  /** A small control at the end of the line. */
  control?: ReactNode;
  children?: ReactNode;
}

const useStyles = createStyles(({ colors, radius, space }) => ({
  card: {
    gap: space.lg,
    padding: space.xl,
    borderRadius: radius.sheet,
    borderWidth: 1,
    borderColor: colors.hairline,
    backgroundColor: colors.surface,
    minWidth: 0,
  },
  phone: { padding: space.lg },
  line: {
    flexDirection: 'row',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: space.xl,
    rowGap: space.md,
  },
  words: { flexShrink: 1, flexGrow: 1, gap: 2, maxWidth: '36rem' },
  control: { flexShrink: 0, maxWidth: '100%' },
}));

export function SettingCard({ title, hint, control, children }: SettingCardProps) {
  const styles = useStyles();
  const isPhone = useLayout() === 'phone';
  return (
    <View aria-label={title} dataSet={{ settingCard: '' }} role="group" style={[styles.card, isPhone && styles.phone]}>
      <View dataSet={{ settingLine: '' }} style={styles.line}>
        <View style={styles.words}>
          <AppText level={3} size={16} weight="medium">
            {title}
          </AppText>
          {hint && <AppText tone="muted">{hint}</AppText>}
        </View>
        {control && <View style={styles.control}>{control}</View>}
      </View>
      {children}
    </View>
  );
}

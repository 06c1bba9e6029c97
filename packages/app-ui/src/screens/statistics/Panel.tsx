import type { ReactNode } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ space }) => ({
  panel: { gap: space.md, minWidth: 0 },
  beside: { flexGrow: 1, flexShrink: 1, flexBasis: '22rem' },
}));

interface PanelProps {
  title: string;
  hint?: string;
  /** Shares a row with others where there is room. */
  isBeside?: boolean;
  children: ReactNode;
}

/** One part of the page under its heading. */
export function Panel({ title, hint, isBeside = false, children }: PanelProps) {
  const styles = useStyles();
  return (
    <View aria-label={title} role="region" style={[styles.panel, isBeside && styles.beside]}>
      <View>
        <AppText level={2} size={20} weight="bold">
          {title}
        </AppText>
        {hint !== undefined && <AppText tone="muted">{hint}</AppText>}
      </View>
      {children}
    </View>
  );
}

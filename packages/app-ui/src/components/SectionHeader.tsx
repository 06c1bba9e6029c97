import { View } from 'react-native';
import type { ReactNode } from 'react';
import { useText } from '#locale/use-text.ts';
import type { AppRoute } from '#navigation/app-route.ts';
import { createStyles } from '#theme/create-styles.ts';
import { AppText } from './AppText.tsx';
import { Link } from './Link.tsx';

export interface SectionHeaderProps {
  title: string;
  subtitle?: string;
  /** Where “See all” leads. */
  to?: AppRoute;
  /** Buttons at the end of the line. */
  actions?: ReactNode;
  level?: 2 | 3;
  id?: string;
}

const useStyles = createStyles(({ space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.md, minHeight: '2.25rem' },
  words: { flexGrow: 1, flexShrink: 1, flexDirection: 'column' },
  end: { flexDirection: 'row', alignItems: 'center', gap: space.sm, flexShrink: 0 },
  seeAll: { paddingVertical: space.xs },
}));

export function SectionHeader({ title, subtitle, to, actions, level = 2, id }: SectionHeaderProps) {
  const styles = useStyles();
  const text = useText();
  return (
    <View style={styles.row}>
      <View style={styles.words}>
        <AppText id={id} level={level} lines={1} size={level === 2 ? 20 : 16} weight="bold">
          {title}
        </AppText>
        {subtitle && (
          <AppText lines={1} tone="muted">
            {subtitle}
          </AppText>
        )}
      </View>
      <View style={styles.end}>
        {to && (
          <Link label={text('components.seeAllOf', { title })} style={styles.seeAll} to={to}>
            <AppText tone="muted" weight="medium">
              {text('components.seeAll')}
            </AppText>
          </Link>
        )}
        {actions}
      </View>
    </View>
  );
}

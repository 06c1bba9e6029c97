import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Icon } from '#components/Icon.tsx';
import { Link } from '#components/Link.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import type { Destination } from './destinations.ts';

export interface NavigationLinkProps {
  destination: Destination;
  isCurrent: boolean;
  /** `row` in the sidebar, `rail` for the icon with a tooltip, `tab` for phones. */
  kind: 'row' | 'rail' | 'tab';
}

const useStyles = createStyles(({ colors, motion, radius, scaled, space }) => ({
  base: {
    alignItems: 'center',
    color: colors.muted,
    borderRadius: radius.card,
    transitionProperty: 'background-color, color',
    transitionDuration: `${motion.feedbackMs}ms`,
  },
  row: { flexDirection: 'row', gap: space.md + 2, minHeight: scaled(40), paddingHorizontal: space.md },
  rail: { width: scaled(48), height: scaled(48), justifyContent: 'center' },
  tab: {
    flexDirection: 'column',
    gap: 2,
    flexGrow: 1,
    flexBasis: 0,
    paddingTop: space.sm,
    paddingBottom: space.xs + 2,
    minHeight: scaled(52),
    borderRadius: 0,
  },
  current: { color: colors.text, backgroundColor: colors.tint },
  currentTab: { color: colors.text },
}));

export function NavigationLink({ destination, isCurrent, kind }: NavigationLinkProps) {
  const styles = useStyles();
  const text = useText();
  const label = text(destination.textKey);
  return (
    <Link
      dataSet={kind === 'tab' ? {} : { nav: '' }}
      isCurrent={isCurrent}
      kind="block"
      style={[styles.base, styles[kind], isCurrent && (kind === 'tab' ? styles.currentTab : styles.current)]}
      to={destination.route}
      {...(kind === 'rail' ? { label, tooltip: label } : {})}
    >
      <View style={{ color: 'inherit' }}>
        <Icon name={destination.icon} size={kind === 'row' ? 20 : 24} />
      </View>
      {kind !== 'rail' && (
        <AppText lines={1} size={kind === 'tab' ? 12 : 14} tone="inherit" weight="medium">
          {label}
        </AppText>
      )}
    </Link>
  );
}

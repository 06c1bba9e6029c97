import type { ReactNode } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Cover, type CoverArt } from '#components/Cover.tsx';
import { Link } from '#components/Link.tsx';
import { MenuButton } from '#components/Menu.tsx';
import type { MenuItem } from '#components/menu-item.ts';
import { useContextMenu } from '#components/use-context-menu.ts';
import { useText } from '#locale/use-text.ts';
import type { AppRoute } from '#navigation/app-route.ts';
import { createStyles } from '#theme/create-styles.ts';

/** At normal text size; lists multiply it. */
export const itemRowHeight = 64;

export interface ItemRowProps {
  title: string;
  subtitle: ReactNode;
  to: AppRoute;
  cover: CoverArt | null;
  isRound?: boolean;
  menuItems: () => readonly MenuItem[];
  /** Facts at the end of the line. */
  trailing?: ReactNode;
}

const useStyles = createStyles(({ radius, scaled, space }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    height: scaled(itemRowHeight),
    paddingStart: space.sm,
    paddingEnd: space.xs,
    borderRadius: radius.row,
    width: '100%',
  },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0 },
  end: { flexDirection: 'row', alignItems: 'center', gap: space.lg, flexShrink: 0 },
}));

/** An album or artist as one line of a list. */
export function ItemRow({ title, subtitle, to, cover, isRound = false, menuItems, trailing }: ItemRowProps) {
  const styles = useStyles();
  const text = useText();
  const contextMenu = useContextMenu(title, menuItems);
  return (
    <View {...contextMenu} dataSet={{ row: '' }} style={styles.row}>
      <Link kind="block" label={title} tabIndex={-1} to={to}>
        <Cover cover={cover} radius={4} shape={isRound ? 'round' : 'square'} size={48} title={title} />
      </Link>
      <View style={styles.words}>
        <AppText lines={1} size={16} weight="medium">
          <Link to={to}>{title}</Link>
        </AppText>
        {subtitle}
      </View>
      <View style={styles.end}>
        {trailing}
        <MenuButton items={menuItems} label={text('components.moreFor', { title })} menuLabel={title} size={32} />
      </View>
    </View>
  );
}

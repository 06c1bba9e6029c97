import type { ReactNode } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { SortButton } from './SortButton.tsx';
import type { WindowedSegment } from './library-choices.ts';
import type { LibraryView } from './use-library-view.ts';

export interface ListToolbarProps {
  segment: WindowedSegment;
  view: LibraryView;
  /** How many there are, in words; empty while unknown. */
  count: string;
  filters?: ReactNode;
  /** Buttons such as shuffle. */
  actions?: ReactNode;
  hasLayouts?: boolean;
}

const useStyles = createStyles(({ space }) => ({
  bar: {
    flexDirection: 'row',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: space.lg,
    rowGap: space.md,
    minHeight: '2.25rem',
  },
  filters: { flexGrow: 1, flexShrink: 1 },
  filtersPhone: { flexBasis: '100%' },
  end: { flexDirection: 'row', alignItems: 'center', gap: space.sm, marginStart: 'auto' },
}));

/** One line above a list: what narrows it, how many there are, how it is sorted and shown. */
export function ListToolbar({ segment, view, count, filters, actions, hasLayouts = true }: ListToolbarProps) {
  const styles = useStyles();
  const text = useText();
  const isPhone = useLayout() === 'phone';
  const isGrid = view.layout === 'grid';
  return (
    <View style={styles.bar}>
      {filters && <View style={[styles.filters, isPhone && styles.filtersPhone]}>{filters}</View>}
      <AppText aria-live="polite" isTabular tone="muted">
        {count}
      </AppText>
      <View style={styles.end}>
        {actions}
        <SortButton onChange={view.chooseSort} segment={segment} value={view.sort} />
        {hasLayouts && (
          <IconButton
            icon={isGrid ? 'list' : 'grid'}
            label={text(isGrid ? 'library.viewList' : 'library.viewGrid')}
            onPress={() => view.chooseLayout(isGrid ? 'list' : 'grid')}
            size={32}
          />
        )}
      </View>
    </View>
  );
}

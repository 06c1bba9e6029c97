import { Button } from '#components/Button.tsx';
import { useOpenMenu } from '#components/Menu.tsx';
import type { MenuItem } from '#components/menu-item.ts';
import { useText } from '#locale/use-text.ts';
import { chooseSort, sortsOf, type SortChoice, type SortKey, type WindowedSegment } from './library-choices.ts';

export const sortKeys = {
  title: 'library.sortTitle',
  name: 'library.sortName',
  artist: 'library.sortArtist',
  album: 'library.sortAlbum',
  year: 'library.sortYear',
  added: 'library.sortAdded',
  duration: 'library.sortDuration',
  albums: 'library.sortAlbums',
  tracks: 'library.sortTracks',
} as const satisfies Record<SortKey, string>;

export interface SortButtonProps {
  segment: WindowedSegment;
  value: SortChoice;
  onChange: (sort: SortChoice) => void;
}

/** Says how the list is sorted, and opens the ways to sort it. */
export function SortButton({ segment, value, onChange }: SortButtonProps) {
  const text = useText();
  const openMenu = useOpenMenu();
  const orderText = text(value.order === 'asc' ? 'library.ascending' : 'library.descending');
  const current = text(sortKeys[value.sort]);
  const items = (): MenuItem[] => [
    ...sortsOf[segment].map((sort) => ({
      id: sort,
      label: text(sortKeys[sort]),
      isChecked: sort === value.sort,
      onSelect: () => sort !== value.sort && onChange(chooseSort(value, sort)),
    })),
    { kind: 'separator', id: 'order' },
    ...(['asc', 'desc'] as const).map((order) => ({
      id: order,
      label: text(order === 'asc' ? 'library.ascending' : 'library.descending'),
      isChecked: order === value.order,
      onSelect: () => onChange({ ...value, order }),
    })),
  ];
  return (
    <Button
      accessibleName={text('library.sortedBy', { sort: current, order: orderText })}
      hasMenu
      icon={value.order === 'asc' ? 'arrow-up' : 'arrow-down'}
      label={current}
      onPress={(event) => openMenu({ anchor: event.currentTarget, label: text('library.sortBy'), items: items() })}
      size="small"
    />
  );
}

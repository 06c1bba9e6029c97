import { useApp, useListGenresQuery } from '@jetstream/app-core/hooks';
import type { PressEvent } from 'react-native';
import { Button } from '#components/Button.tsx';
import { Chip, ChipGroup } from '#components/Chip.tsx';
import { useOpenMenu } from '#components/Menu.tsx';
import type { MenuItem } from '#components/menu-item.ts';
import { useText } from '#locale/use-text.ts';
import { decades, isFiltered, type LibraryFilter } from './library-choices.ts';

export interface FilterChipsProps {
  filter: LibraryFilter;
  onChange: (filter: LibraryFilter) => void;
  /** Only songs know whether they are lossless. */
  hasLossless?: boolean;
}

const mostGenres = 300;

/** Each chip says what it narrows the list to; pressing a chosen one takes it away. */
export function FilterChips({ filter, onChange, hasLossless = false }: FilterChipsProps) {
  const text = useText();
  return (
    <ChipGroup label={text('library.filterGenre')}>
      <GenreChip filter={filter} onChange={onChange} />
      <YearChip filter={filter} onChange={onChange} />
      {hasLossless && (
        <Chip
          isSelected={filter.isLossless === true}
          label={text('library.filterLossless')}
          onPress={() => onChange({ ...filter, isLossless: filter.isLossless ? undefined : true })}
        />
      )}
      {isFiltered(filter) && (
        <Button
          icon="close"
          kind="quiet"
          label={text('library.clearFilters')}
          onPress={() => onChange({})}
          size="small"
        />
      )}
    </ChipGroup>
  );
}

function GenreChip({ filter, onChange }: FilterChipsProps) {
  const text = useText();
  const openMenu = useOpenMenu();
  const { data: genres } = useListGenresQuery({ query: { limit: mostGenres } });
  const chosen = genres?.items.find((genre) => genre.id === filter.genreId);
  if ((genres?.items.length ?? 0) === 0) return null;
  const items = (): MenuItem[] => [
    {
      id: 'any',
      label: text('library.filterAnyGenre'),
      isChecked: filter.genreId === undefined,
      onSelect: () => onChange({ ...filter, genreId: undefined }),
    },
    ...(genres?.items ?? []).map((genre) => ({
      id: genre.id,
      label: genre.name,
      isChecked: genre.id === filter.genreId,
      onSelect: () => onChange({ ...filter, genreId: genre.id }),
    })),
  ];
  const open = (event: PressEvent) =>
    openMenu({ anchor: event.currentTarget, label: text('library.filterGenre'), items: items() });
  return (
    <Chip
      hasMenu
      isSelected={chosen !== undefined}
      label={chosen?.name ?? text('library.filterGenre')}
      onPress={open}
    />
  );
}

function YearChip({ filter, onChange }: FilterChipsProps) {
  const text = useText();
  const openMenu = useOpenMenu();
  const { environment } = useApp();
  const label = (range: Pick<LibraryFilter, 'fromYear' | 'toYear'>): string => {
    const { fromYear = 0, toYear = 9999 } = range;
    if (fromYear === 0) return text('library.filterBefore', { year: String(toYear + 1) });
    if (toYear - fromYear === 9 && fromYear % 10 === 0) return text('library.filterDecade', { year: String(fromYear) });
    return text('library.filterRange', { from: String(fromYear), to: String(toYear) });
  };
  const isChosen = filter.fromYear !== undefined || filter.toYear !== undefined;
  const items = (): MenuItem[] => {
    const thisYear = Number(new Intl.DateTimeFormat('en', { year: 'numeric' }).format(environment.nowMs()));
    return [
      {
        id: 'any',
        label: text('library.filterAnyYear'),
        isChecked: !isChosen,
        onSelect: () => onChange({ ...filter, fromYear: undefined, toYear: undefined }),
      },
      ...decades(thisYear).map((range) => ({
        id: String(range.fromYear),
        label: label(range),
        isChecked: filter.fromYear === range.fromYear && filter.toYear === range.toYear,
        onSelect: () => onChange({ ...filter, ...range }),
      })),
    ];
  };
  const open = (event: PressEvent) =>
    openMenu({ anchor: event.currentTarget, label: text('library.filterYears'), items: items() });
  return (
    <Chip hasMenu isSelected={isChosen} label={isChosen ? label(filter) : text('library.filterYears')} onPress={open} />
  );
}

import { selectIsAdministrator } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import { EmptyState } from '#components/EmptyState.tsx';
import type { IconName } from '#components/icon-paths.ts';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';

export interface EmptyLibraryProps {
  icon: IconName;
  /** Set where filters hide what there is: takes them away. */
  onClearFilters?: (() => void) | undefined;
}

/** Nothing to list: because of the filters, or because there is no music yet. */
export function EmptyLibrary({ icon, onClearFilters }: EmptyLibraryProps) {
  const text = useText();
  const { navigate } = useNavigation();
  const isAdministrator = useAppSelector(selectIsAdministrator);
  if (onClearFilters)
    return (
      <EmptyState
        action={{ icon: 'close', label: text('library.clearFilters'), onPress: onClearFilters }}
        hint={text('library.filteredText')}
        icon="filter"
        title={text('library.filteredTitle')}
      />
    );
  return (
    <EmptyState
      action={
        isAdministrator
          ? {
              icon: 'folder',
              label: text('library.openSettings'),
              onPress: () => navigate({ screen: 'settings', section: 'libraries' }),
            }
          : undefined
      }
      hint={text(isAdministrator ? 'library.emptyAdministrator' : 'library.emptyListener')}
      icon={icon}
      title={text('library.emptyTitle')}
    />
  );
}

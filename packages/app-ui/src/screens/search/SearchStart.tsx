import { clearRecentSearches, forgetSearch, selectRecentSearches } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector, useListGenresQuery } from '@jetstream/app-core/hooks';
import { Pressable, View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { Icon } from '#components/Icon.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { GenreTile } from '../items/GenreTile.tsx';
import { walkable } from './use-row-walk.ts';

const shownGenres = 24;

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  page: { gap: space.xxl },
  section: { gap: space.md },
  tiles: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(14rem, 44%), 1fr))', gap: space.md },
  recents: { flexDirection: 'row', flexWrap: 'wrap', gap: space.sm },
  recent: {
    flexDirection: 'row',
    alignItems: 'center',
    borderRadius: radius.full,
    backgroundColor: colors.tint,
    paddingEnd: space.xs,
    maxWidth: '100%',
  },
  again: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.sm,
    minHeight: scaled(36),
    paddingStart: space.md,
    paddingEnd: space.xs,
    borderRadius: radius.full,
    flexShrink: 1,
  },
}));

/** Before anything is typed: what was looked for last, and genres to wander through. */
export function SearchStart({ onSearch }: { onSearch: (query: string) => void }) {
  const styles = useStyles();
  const text = useText();
  const { data: genres } = useListGenresQuery({ query: { limit: shownGenres } });
  const recents = useAppSelector(selectRecentSearches);
  const hasGenres = (genres?.items.length ?? 0) > 0;
  return (
    <View style={styles.page}>
      {recents.length > 0 && <RecentSearches onSearch={onSearch} recents={recents} />}
      {hasGenres && (
        <View style={styles.section}>
          <SectionHeader title={text('search.browse')} to={{ screen: 'library', segment: 'genres' }} />
          <View style={styles.tiles}>
            {genres?.items.map((genre) => (
              <GenreTile genre={genre} isStop key={genre.id} />
            ))}
          </View>
        </View>
      )}
      {genres && !hasGenres && recents.length === 0 && (
        <EmptyState hint={text('search.emptyText')} icon="search" title={text('search.emptyTitle')} />
      )}
    </View>
  );
}

function RecentSearches({ recents, onSearch }: { recents: readonly string[]; onSearch: (query: string) => void }) {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  return (
    <View style={styles.section}>
      <SectionHeader
        actions={
          <Button
            accessibleName={text('search.clearRecent')}
            kind="quiet"
            label={text('components.clear')}
            onPress={() => dispatch(clearRecentSearches())}
            size="small"
          />
        }
        title={text('search.recent')}
      />
      <View aria-label={text('search.recent')} role="list" style={styles.recents}>
        {recents.map((query) => (
          <View key={query} role="listitem" style={styles.recent}>
            <Pressable
              aria-label={text('search.again', { query })}
              dataSet={{ press: 'text', ...walkable }}
              onPress={() => onSearch(query)}
              role="button"
              style={styles.again}
            >
              <AppText tone="muted">
                <Icon name="history" size={16} />
              </AppText>
              <AppText lines={1} weight="medium">
                {query}
              </AppText>
            </Pressable>
            <IconButton
              icon="close"
              iconSize={14}
              label={text('search.forget', { query })}
              onPress={() => dispatch(forgetSearch(query))}
              size={24}
            />
          </View>
        ))}
      </View>
    </View>
  );
}

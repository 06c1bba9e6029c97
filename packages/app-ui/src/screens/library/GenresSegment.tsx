import { usePagedList } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { SkeletonCards } from '#components/Skeleton.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { GenreTile } from '../items/GenreTile.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';

const useStyles = createStyles(({ space }) => ({
  tiles: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(14rem, 44%), 1fr))', gap: space.md },
  more: { alignItems: 'center' },
}));

export function GenresSegment() {
  const styles = useStyles();
  const text = useText();
  const genres = usePagedList('listGenres', { limit: 100 });
  if (genres.error && genres.items.length === 0) return <ProblemState failure={genres.error} onRetry={genres.retry} />;
  if (genres.isLoading) return <SkeletonCards count={12} />;
  if (genres.items.length === 0) return <EmptyState icon="genre" title={text('library.genresEmpty')} />;
  return (
    <>
      <AppText aria-live="polite" isTabular tone="muted">
        {text('library.genreCount', { count: genres.total })}
      </AppText>
      <View style={styles.tiles}>
        {genres.items.map((genre) => (
          <GenreTile genre={genre} key={genre.id} />
        ))}
      </View>
      {genres.hasMore && (
        <View style={styles.more}>
          <Button isBusy={genres.isLoadingMore} label={text('library.showMore')} onPress={genres.loadMore} />
        </View>
      )}
    </>
  );
}

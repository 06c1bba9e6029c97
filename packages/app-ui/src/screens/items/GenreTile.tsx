import type { Genre } from '@jetstream/api-contract';
import { memo } from 'react';
import { View } from 'react-native';
import { AccentScope } from '#components/AccentScope.tsx';
import { AppText } from '#components/AppText.tsx';
import { Cover } from '#components/Cover.tsx';
import { Link } from '#components/Link.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ colors, radius, space }) => ({
  tile: {
    width: '100%',
    height: '7rem',
    borderRadius: radius.card,
    backgroundColor: colors.surface,
    borderWidth: 1,
    borderStyle: 'solid',
    borderColor: colors.hairline,
    overflow: 'hidden',
    position: 'relative',
    padding: space.md,
  },
  edge: { position: 'absolute', insetInlineStart: 0, top: 0, bottom: 0, width: 4, backgroundColor: colors.accent },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, width: '62%', paddingStart: space.xs },
  front: { position: 'absolute', insetInlineEnd: -12, bottom: -14, transform: 'rotate(8deg)' },
  back: { position: 'absolute', insetInlineEnd: 42, bottom: -30, transform: 'rotate(-6deg)', opacity: 0.8 },
}));

/** A genre with the artwork of two of its albums; `isStop` lets the arrow keys of a search visit it. */
export const GenreTile = memo(function GenreTile({ genre, isStop = false }: { genre: Genre; isStop?: boolean }) {
  const styles = useStyles();
  const text = useText();
  const [front, back] = genre.covers;
  return (
    <AccentScope accent={front?.accent}>
      <Link
        dataSet={isStop ? { press: 'secondary', walk: '' } : { press: 'secondary' }}
        kind="block"
        style={styles.tile}
        to={{ screen: 'genre', genreId: genre.id }}
      >
        <View aria-hidden style={styles.edge} />
        {back && (
          <View aria-hidden style={styles.back}>
            <Cover cover={back} radius={4} size={72} title={genre.name} />
          </View>
        )}
        {front && (
          <View aria-hidden style={styles.front}>
            <Cover cover={front} hasShadow radius={4} size={84} title={genre.name} />
          </View>
        )}
        <View style={styles.words}>
          <AppText lines={2} size={16} weight="bold">
            {genre.name}
          </AppText>
          <AppText lines={1} size={12} tone="muted">
            {text('library.albumCount', { count: genre.albumCount })}
          </AppText>
        </View>
      </Link>
    </AccentScope>
  );
});

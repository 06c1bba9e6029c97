import type { Cover as CoverData } from '@jetstream/api-contract';
import { View } from 'react-native';
import { Cover } from '#components/Cover.tsx';
import { createStyles } from '#theme/create-styles.ts';

export interface CoverMosaicProps {
  covers: readonly CoverData[];
  /** An image of its own, which wins over the mosaic unless it is one of its tiles. */
  main: CoverData | null;
  title: string;
  /** About the side in pixels; it fills its frame. */
  sizeHint: number;
  isRound?: boolean;
}

const tiles = 4;

const useStyles = createStyles(({ radius }) => ({
  frame: {
    overflow: 'hidden',
    width: '100%',
    aspectRatio: '1',
    borderRadius: radius.card,
    flexDirection: 'row',
    flexWrap: 'wrap',
    boxShadow: '0 1px 2px #00000029, 0 12px 32px #0000003d',
  },
  round: { borderRadius: radius.full },
  tile: { width: '50%', height: '50%', overflow: 'hidden' },
}));

/** Four covers as one picture; a single one when there are fewer. */
export function CoverMosaic({ covers, main, title, sizeHint, isRound = false }: CoverMosaicProps) {
  const styles = useStyles();
  const different = [...new Map(covers.map((cover) => [cover.id, cover])).values()].slice(0, tiles);
  const hasOwnImage = main !== null && !covers.some((cover) => cover.id === main.id);
  if (hasOwnImage || different.length < tiles)
    return (
      <Cover
        cover={main ?? different[0] ?? null}
        hasShadow
        isEager
        shape={isRound ? 'round' : 'square'}
        size="fill"
        sizeHint={sizeHint}
        title={title}
      />
    );
  return (
    <View aria-hidden style={[styles.frame, isRound && styles.round]}>
      {different.map((cover) => (
        <View key={cover.id} style={styles.tile}>
          <Cover cover={cover} isEager radius={4} size="fill" sizeHint={sizeHint / 2} title={title} />
        </View>
      ))}
    </View>
  );
}

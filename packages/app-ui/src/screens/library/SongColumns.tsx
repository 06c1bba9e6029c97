import { useAnnotation } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { Pressable, View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Icon } from '#components/Icon.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance, useTheme } from '#theme/theme.tsx';
import { chooseSort, type SortChoice, type SortKey } from './library-choices.ts';

/** Narrower, the year and the plays would cost the titles too much. */
export const hasSongColumns = (windowWidth: number): boolean => windowWidth >= 1200;

const useStyles = createStyles(({ colors, scaled, space }) => ({
  header: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    paddingStart: space.sm,
    paddingEnd: space.xs + 32,
    minHeight: scaled(32),
    borderBottomWidth: 1,
    borderBottomColor: colors.hairline,
  },
  title: { flexGrow: 3, flexShrink: 1, flexBasis: 0, flexDirection: 'row', gap: space.lg },
  album: { flexGrow: 2, flexShrink: 1, flexBasis: 0 },
  end: { flexDirection: 'row', alignItems: 'center', gap: space.xs },
  year: { width: scaled(56), alignItems: 'flex-end' },
  plays: { width: scaled(64), alignItems: 'flex-end' },
  time: { width: scaled(44), alignItems: 'flex-end' },
  gap: { width: scaled(32) },
  cell: { flexDirection: 'row', alignItems: 'center', gap: space.xs },
}));

/** The columns of a wide window that a row has no room for elsewhere. */
export function SongColumns({ track }: { track: Track }) {
  const styles = useStyles();
  const { playCount } = useAnnotation('track', track);
  return (
    <>
      <View style={styles.year}>
        <AppText isTabular tone="muted">
          {track.year ?? ''}
        </AppText>
      </View>
      <View style={styles.plays}>
        <AppText isTabular tone="muted">
          {playCount > 0 ? playCount : ''}
        </AppText>
      </View>
    </>
  );
}

/** Names the columns; those that sort are buttons. */
export function SongHeader({ sort, onSort }: { sort: SortChoice; onSort: (sort: SortChoice) => void }) {
  const styles = useStyles();
  const text = useText();
  const { scaled } = useTheme();
  const { isDense } = useAppearance();
  const shared = { sort, onSort };
  return (
    <View style={styles.header}>
      <View style={{ width: scaled(isDense ? 28 : 40) }} />
      <View style={styles.title}>
        <SortCell {...shared} label={text('library.columnTitle')} name="title" />
        <SortCell {...shared} label={text('library.columnArtist')} name="artist" />
      </View>
      <View style={styles.album}>
        <SortCell {...shared} label={text('library.columnAlbum')} name="album" />
      </View>
      <View style={styles.end}>
        <View style={styles.year}>
          <SortCell {...shared} label={text('library.columnYear')} name="year" />
        </View>
        <View style={styles.plays}>
          <AppText size={12} tone="muted">
            {text('library.columnPlays')}
          </AppText>
        </View>
        <View style={styles.gap} />
        <View style={styles.time}>
          <SortCell {...shared} label={text('library.columnLength')} name="duration" />
        </View>
      </View>
    </View>
  );
}

interface SortCellProps {
  label: string;
  name: SortKey;
  sort: SortChoice;
  onSort: (sort: SortChoice) => void;
}

function SortCell({ label, name, sort, onSort }: SortCellProps) {
  const styles = useStyles();
  const text = useText();
  const isCurrent = sort.sort === name;
  const order = text(sort.order === 'asc' ? 'library.ascending' : 'library.descending');
  return (
    <Pressable
      aria-label={isCurrent ? text('library.sortedBy', { sort: label, order }) : `${text('library.sortBy')}: ${label}`}
      dataSet={{ press: 'text' }}
      onPress={() => onSort(chooseSort(sort, name))}
      role="button"
      style={styles.cell}
    >
      <AppText lines={1} size={12} tone={isCurrent ? 'text' : 'muted'} weight={isCurrent ? 'medium' : 'regular'}>
        {label}
      </AppText>
      {isCurrent && <Icon name={sort.order === 'asc' ? 'arrow-up' : 'arrow-down'} size={12} />}
    </Pressable>
  );
}

import type { Genre } from '@jetstream/api-contract';
import { useCallback, type ReactNode } from 'react';
import { View } from 'react-native';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { ArtistItem } from '../items/ArtistItem.tsx';
import { GenreTile } from '../items/GenreTile.tsx';
import { TrackItem } from '../items/TrackItem.tsx';
import type { SearchRow, SearchSections } from './search-rows.ts';
import { TopResult } from './TopResult.tsx';
import { walkable } from './use-row-walk.ts';

export interface SearchResultsProps {
  sections: SearchSections;
  onOpen: (row: SearchRow) => void;
}

const useStyles = createStyles(({ radius, space }) => ({
  page: { gap: space.xxl },
  head: { gap: space.xl },
  headWide: { display: 'grid', gridTemplateColumns: 'minmax(18rem, 2fr) 3fr', gap: space.xxl, alignItems: 'start' },
  section: { gap: space.md, minWidth: 0 },
  cards: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(9rem, 42%), 1fr))', gap: space.lg },
  tiles: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(14rem, 100%), 1fr))', gap: space.md },
  place: { borderRadius: radius.row, minWidth: 0 },
}));

/** The best answer large, then everything else by kind. */
export function SearchResults({ sections, onOpen }: SearchResultsProps) {
  const styles = useStyles();
  const text = useText();
  const isPhone = useLayout() === 'phone';
  const { top, tracks, albums, artists, genres } = sections;
  const hasBoth = top !== null && tracks.length > 0;
  return (
    <View style={styles.page}>
      <View style={hasBoth && !isPhone ? styles.headWide : styles.head}>
        {top && (
          <Section title={text('search.top')}>
            <Place onOpen={onOpen} row={top}>
              <TopResult onOpen={onOpen} row={top} />
            </Place>
          </Section>
        )}
        {tracks.length > 0 && <Songs onOpen={onOpen} sections={sections} />}
      </View>
      {albums.length > 0 && (
        <Section title={text('search.albums')}>
          <View style={styles.cards}>
            {albums.map((album) => (
              <Place key={album.id} onOpen={onOpen} row={{ kind: 'album', key: album.id, album }}>
                <AlbumItem album={album} />
              </Place>
            ))}
          </View>
        </Section>
      )}
      {artists.length > 0 && (
        <Section title={text('search.artists')}>
          <View style={styles.cards}>
            {artists.map((artist) => (
              <Place key={artist.id} onOpen={onOpen} row={{ kind: 'artist', key: artist.id, artist }}>
                <ArtistItem artist={artist} />
              </Place>
            ))}
          </View>
        </Section>
      )}
      <Genres genres={genres} onOpen={onOpen} />
    </View>
  );
}

function Songs({ sections, onOpen }: SearchResultsProps) {
  const text = useText();
  const { tracks } = sections;
  const play = useCallback(
    (at: number) => {
      const track = tracks[at];
      if (track) onOpen({ kind: 'track', key: track.id, track });
    },
    [onOpen, tracks],
  );
  return (
    <Section title={text('search.songs')}>
      <View>
        {tracks.map((track, at) => (
          <Place key={track.id} onOpen={onOpen} row={{ kind: 'track', key: track.id, track }}>
            <TrackItem at={at} onPlay={play} track={track} />
          </Place>
        ))}
      </View>
    </Section>
  );
}

function Genres({ genres, onOpen }: { genres: readonly Genre[]; onOpen: (row: SearchRow) => void }) {
  const styles = useStyles();
  const text = useText();
  if (genres.length === 0) return null;
  return (
    <Section title={text('search.genres')}>
      <View style={styles.tiles}>
        {genres.map((genre) => (
          <Place key={genre.id} onOpen={onOpen} row={{ kind: 'genre', key: genre.id, genre }}>
            <GenreTile genre={genre} />
          </Place>
        ))}
      </View>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <View aria-label={title} role="region" style={styles.section}>
      <SectionHeader title={title} />
      {children}
    </View>
  );
}

/** A stop of the arrow keys: Enter on it does what a press on the result does. */
function Place({ row, onOpen, children }: { row: SearchRow; onOpen: (row: SearchRow) => void; children: ReactNode }) {
  const styles = useStyles();
  return (
    <View
      aria-label={nameOf(row)}
      dataSet={walkable}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
      }}
      role="group"
      style={styles.place}
      tabIndex={-1}
    >
      {children}
    </View>
  );
}

function nameOf(row: SearchRow): string {
  if (row.kind === 'track') return `${row.track.title}, ${row.track.artistCredit}`;
  if (row.kind === 'album') return `${row.album.title}, ${row.album.artistCredit}`;
  return row.kind === 'artist' ? row.artist.name : row.genre.name;
}

import type { Album, Artist, Genre, SearchResult, Track } from '@jetstream/api-contract';

export type SearchRow =
  | { kind: 'track'; key: string; track: Track }
  | { kind: 'album'; key: string; album: Album }
  | { kind: 'artist'; key: string; artist: Artist }
  | { kind: 'genre'; key: string; genre: Genre };

export interface SearchSections {
  top: SearchRow | null;
  tracks: Track[];
  albums: Album[];
  artists: Artist[];
  genres: Genre[];
  /** Everything that can be chosen, in the order in which the arrow keys visit it. */
  rows: SearchRow[];
  /** The tracks as a list to play, the top result first. */
  tracksToPlay: Track[];
}

const trackRow = (track: Track): SearchRow => ({ kind: 'track', key: `track:${track.id}`, track });
const albumRow = (album: Album): SearchRow => ({ kind: 'album', key: `album:${album.id}`, album });
const artistRow = (artist: Artist): SearchRow => ({ kind: 'artist', key: `artist:${artist.id}`, artist });
const genreRow = (genre: Genre): SearchRow => ({ kind: 'genre', key: `genre:${genre.id}`, genre });

/** The answer as sections, the top result taken out of its own section so that nothing is shown twice. */
export function toSearchSections(result: SearchResult): SearchSections {
  const { top } = result;
  const tracks = result.tracks.filter((track) => top?.kind !== 'track' || track.id !== top.track.id);
  const albums = result.albums.filter((album) => top?.kind !== 'album' || album.id !== top.album.id);
  const artists = result.artists.filter((artist) => top?.kind !== 'artist' || artist.id !== top.artist.id);
  const topRow = toTopRow(top);
  return {
    top: topRow,
    tracks,
    albums,
    artists,
    genres: result.genres,
    tracksToPlay: top?.kind === 'track' ? [top.track, ...tracks] : tracks,
    rows: [
      ...(topRow ? [topRow] : []),
      ...tracks.map(trackRow),
      ...albums.map(albumRow),
      ...artists.map(artistRow),
      ...result.genres.map(genreRow),
    ],
  };
}

function toTopRow(top: SearchResult['top']): SearchRow | null {
  if (top === null) return null;
  if (top.kind === 'track') return trackRow(top.track);
  return top.kind === 'album' ? albumRow(top.album) : artistRow(top.artist);
}

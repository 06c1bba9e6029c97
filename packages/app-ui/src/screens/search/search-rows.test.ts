import type { SearchResult } from '@jetstream/api-contract';
import { describe, expect, it } from 'vitest';
import { buildAlbum, buildArtist, buildGenre, buildTrack } from '../testing/build-catalogue.ts';
import { toSearchSections } from './search-rows.ts';

const result = (changes: Partial<SearchResult> = {}): SearchResult => ({
  top: { kind: 'album', album: buildAlbum() },
  tracks: [buildTrack({ id: 't1' }), buildTrack({ id: 't2' })],
  albums: [buildAlbum({ id: 'a1' }), buildAlbum({ id: 'a2' })],
  artists: [buildArtist()],
  genres: [buildGenre()],
  correctedQuery: null,
  ...changes,
});

describe('toSearchSections', () => {
  it('shows the top result once', () => {
    const sections = toSearchSections(result());
    expect(sections.top?.key).toBe('album:a1');
    expect(sections.albums.map((album) => album.id)).toEqual(['a2']);
  });

  it('visits the top result, then tracks, albums, artists and genres', () => {
    const keys = toSearchSections(result()).rows.map((row) => row.key);
    expect(keys).toEqual(['album:a1', 'track:t1', 'track:t2', 'album:a2', 'artist:r1', 'genre:g1']);
  });

  it('keeps a track and an album with the same id apart', () => {
    const sections = toSearchSections(
      result({ top: { kind: 'track', track: buildTrack({ id: 'a1' }) }, tracks: [buildTrack({ id: 'a1' })] }),
    );
    expect(sections.tracks).toEqual([]);
    expect(sections.albums.map((album) => album.id)).toEqual(['a1', 'a2']);
  });
});

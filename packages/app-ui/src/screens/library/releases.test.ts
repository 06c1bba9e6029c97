import { describe, expect, it } from 'vitest';
import { buildAlbum } from '../testing/build-catalogue.ts';
import { groupReleases } from './releases.ts';

const album = (id: string, trackCount: number, minutes: number, year: number | null = 2020) =>
  buildAlbum({ id, trackCount, durationMs: minutes * 60_000, year });

describe('groupReleases', () => {
  it('puts singles and EPs apart from albums, newest first and undated last', () => {
    const groups = groupReleases([
      album('old', 11, 45, 1999),
      album('undated', 9, 40, null),
      album('new', 10, 40, 2023),
      album('single', 2, 7, 2021),
      album('ep', 5, 24, 2022),
    ]);
    expect(groups.albums.map((one) => one.id)).toEqual(['new', 'old', 'undated']);
    expect(groups.singlesAndEps.map((one) => one.id)).toEqual(['ep', 'single']);
  });

  it('takes a few long pieces for an album', () => {
    expect(groupReleases([album('suite', 3, 52), album('three songs', 3, 12)]).albums.map((one) => one.id)).toEqual([
      'suite',
    ]);
  });

  it('does not split when there is not one full album', () => {
    expect(groupReleases([album('stray', 1, 4)])).toMatchObject({ albums: [{ id: 'stray' }], singlesAndEps: [] });
  });
});

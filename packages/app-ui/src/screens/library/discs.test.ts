import { describe, expect, it } from 'vitest';
import { buildTrack } from '../testing/build-catalogue.ts';
import { albumQuality } from './AlbumHeader.tsx';
import { groupDiscs } from './discs.ts';

describe('groupDiscs', () => {
  it('keeps the place in the whole album, which is what playing from a row needs', () => {
    const tracks = [
      buildTrack({ id: 'a', discNumber: 1 }),
      buildTrack({ id: 'b', discNumber: 2 }),
      buildTrack({ id: 'c', discNumber: 2 }),
    ];
    const discs = groupDiscs(tracks, [{ discNumber: 2, title: 'Live' }]);
    expect(discs.map((disc) => [disc.discNumber, disc.title, disc.tracks.map(({ at }) => at)])).toEqual([
      [1, null, [0]],
      [2, 'Live', [1, 2]],
    ]);
  });

  it('puts tracks without a disc number on the first', () => {
    expect(groupDiscs([buildTrack({ discNumber: null })], [])[0]?.discNumber).toBe(1);
  });
});

describe('albumQuality', () => {
  const { format } = buildTrack();
  const mp3 = { ...format, codec: 'mp3', isLossless: false };

  it('names the quality that all tracks share, whatever their bit rates', () => {
    expect(albumQuality({ tracks: [buildTrack(), buildTrack()] })).toBe('FLAC 16/44.1');
    const lossy = [320, 256].map((bitrateKbps) => buildTrack({ format: { ...mp3, bitrateKbps } }));
    expect(albumQuality({ tracks: lossy })).toBe('MP3');
  });

  it('says nothing about a mixture or an album without tracks', () => {
    expect(albumQuality({ tracks: [buildTrack(), buildTrack({ format: mp3 })] })).toBeUndefined();
    expect(albumQuality({ tracks: [] })).toBeUndefined();
  });
});

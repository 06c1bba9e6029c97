import { expect, test } from 'vitest';
import { groupEndpoints, toEndpointText } from './endpoint-groups.ts';

test('endpoints are told by what they are for', () => {
  expect(toEndpointText('listJobs')).toBe('statistics.useOfJobs');
  expect(toEndpointText('streamTrack')).toBe('statistics.useOfPlaying');
  expect(toEndpointText('createLibrary')).toBe('statistics.useOfMusicFolders');
  expect(toEndpointText('listPersonalTracks')).toBe('statistics.useOfBrowsing');
  expect(toEndpointText('other')).toBe('statistics.pagesAndFiles');
});

test('requests of one use are summed up, with the mean of all of them', () => {
  const groups = groupEndpoints([
    { endpoint: 'getCover', requests: 1, errors: 1, averageMs: 5 },
    { endpoint: 'listTracks', requests: 30, errors: 0, averageMs: 10 },
    { endpoint: 'getAlbum', requests: 10, errors: 2, averageMs: 50 },
  ]);
  expect(groups).toEqual([
    { textKey: 'statistics.useOfBrowsing', requests: 40, errors: 2, averageMs: 20 },
    { textKey: 'statistics.useOfCovers', requests: 1, errors: 1, averageMs: 5 },
  ]);
});

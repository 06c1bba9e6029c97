import type { ServerStatistics } from '@jetstream/api-contract';
import type { TextKey } from '#locale/dictionary.ts';

type Endpoint = ServerStatistics['endpoints'][number];

export interface EndpointGroup {
  textKey: TextKey;
  requests: number;
  errors: number;
  averageMs: number;
}

/** What requests are for, by the names of endpoints; the first that fits. */
const groups = [
  [/^stream(?:Track)?$|^decidePlayback$|^getMedia|^getWaveform/, 'statistics.useOfPlaying'],
  [/Cover/, 'statistics.useOfCovers'],
  [/^streamEvents$/, 'statistics.useOfEvents'],
  [/Upload/, 'statistics.useOfUploads'],
  [/Job/, 'statistics.useOfJobs'],
  [/Scan|Librar|ServerFolders|DemoAlbum|Analys/, 'statistics.useOfMusicFolders'],
  [/^(?:setUp|login|refreshSession|logout)$|Device|Password/, 'statistics.useOfSignIn'],
  [/User/, 'statistics.useOfUsers'],
  [/Statistics|Play/, 'statistics.useOfListening'],
  [/Queue/, 'statistics.useOfQueue'],
  [/^search$/, 'statistics.useOfSearch'],
  [/^(?:star|unstar|rate)$/, 'statistics.useOfRatings'],
  [/Track|Album|Artist|Genre|Folder|Lyrics|^getHome$/, 'statistics.useOfBrowsing'],
  [/^other$/, 'statistics.pagesAndFiles'],
] as const satisfies readonly (readonly [RegExp, TextKey])[];

export const toEndpointText = (endpoint: string): TextKey =>
  groups.find(([pattern]) => pattern.test(endpoint))?.[1] ?? 'statistics.useOfSettings';

/** Requests by what they are for, the most frequent first. */
export function groupEndpoints(endpoints: readonly Endpoint[]): EndpointGroup[] {
  const sums = new Map<TextKey, EndpointGroup>();
  for (const { endpoint, requests, errors, averageMs } of endpoints) {
    const textKey = toEndpointText(endpoint);
    const sum = sums.get(textKey) ?? { textKey, requests: 0, errors: 0, averageMs: 0 };
    const all = sum.requests + requests;
    sums.set(textKey, {
      textKey,
      requests: all,
      errors: sum.errors + errors,
      averageMs: all === 0 ? 0 : (sum.averageMs * sum.requests + averageMs * requests) / all,
    });
  }
  return [...sums.values()].sort((a, b) => b.requests - a.requests);
}

import type { EndpointInput, Track } from '@jetstream/api-contract';
import { isRecord } from '#services/storage/json-record.ts';
import { drawNumbers, inChanceOrder } from './chance.ts';
import type { QueueSource } from './queue-order.ts';

export type TrackFilter = NonNullable<EndpointInput<'getTrackAnchors'>['query']>;

/** Where a queue that came from a long list goes on when its tracks run short. */
export interface QueueContinuation {
  filter: TrackFilter;
  source: QueueSource;
  /** The row to go on at; null when tracks are drawn from the whole list by chance. */
  nextRow: number | null;
}

/** What was read from storage, if it is one. */
export function toContinuation(value: unknown): QueueContinuation | null {
  if (!isRecord(value) || !isRecord(value['filter']) || !isRecord(value['source'])) return null;
  const isPlaced = value['nextRow'] === null || typeof value['nextRow'] === 'number';
  return isPlaced ? (value as unknown as QueueContinuation) : null;
}

/** From each page an equal share by chance, without the tracks that are known already, all mixed. */
export function drawTracks(
  pages: readonly (readonly Track[])[],
  options: { count: number; knownIds: ReadonlySet<string>; random: () => number },
): Track[] {
  const { count, knownIds, random } = options;
  const share = Math.ceil(count / Math.max(1, pages.length));
  const drawn = pages.flatMap((tracks) => {
    const unheard = tracks.filter((track) => !knownIds.has(track.id) && !track.isMissing);
    return drawNumbers(unheard.length, share, random).flatMap((index) => unheard[index] ?? []);
  });
  return inChanceOrder(drawn, random).slice(0, count);
}

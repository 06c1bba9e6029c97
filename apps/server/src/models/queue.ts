import type { TrackId, UserId } from './ids.ts';

export interface Queue {
  userId: UserId;
  /** Playing order. `itemId` tells two entries of one track apart. */
  items: { itemId: string; trackId: TrackId }[];
  /** The order to return to when shuffle ends. */
  unshuffledItemIds: string[];
  currentItemId: string | null;
  positionMs: number;
  isShuffled: boolean;
  repeat: 'off' | 'all' | 'one';
  client: string;
  updatedAtMs: number;
}

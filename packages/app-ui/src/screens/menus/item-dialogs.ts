import { createContext, use } from 'react';
import type { Annotation, AnnotatedKind, Track } from '@jetstream/api-contract';

export interface RatedItem {
  kind: AnnotatedKind;
  id: string;
  title: string;
  annotation: Annotation;
}
export interface ItemDialogs {
  openCredits(track: Pick<Track, 'id' | 'title'>): void;
  openRating(item: RatedItem): void;
}

const ItemDialogsContext = createContext<ItemDialogs | null>(null);
export const ItemDialogsContextProvider = ItemDialogsContext;

/** The windows that menus open; null where nobody renders them, so that menus leave their entries out. */
export const useItemDialogs = (): ItemDialogs | null => use(ItemDialogsContext);

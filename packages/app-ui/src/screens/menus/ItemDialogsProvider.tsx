import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { Track } from '@jetstream/api-contract';
import { ItemDialogsContextProvider, type ItemDialogs, type RatedItem } from './item-dialogs.ts';
import { RatingDialog } from './RatingDialog.tsx';

/** Few people look at credits, and nobody before the first page is there. */
const CreditsDialog = lazy(async () => ({ default: (await import('./CreditsDialog.tsx')).CreditsDialog }));

type OpenDialog = { kind: 'credits'; track: Pick<Track, 'id' | 'title'> } | { kind: 'rating'; item: RatedItem };

/** Owns the windows that menus open; the app shell renders it once around everything that has menus. */
export function ItemDialogsProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const dialogs = useMemo<ItemDialogs>(
    () => ({
      openCredits: (track) => setOpen({ kind: 'credits', track }),
      openRating: (item) => setOpen({ kind: 'rating', item }),
    }),
    [],
  );
  const close = () => setOpen(null);
  return (
    <ItemDialogsContextProvider value={dialogs}>
      {children}
      {open?.kind === 'rating' && <RatingDialog item={open.item} onClose={close} />}
      {open?.kind === 'credits' && (
        <Suspense>
          <CreditsDialog onClose={close} title={open.track.title} trackId={open.track.id} />
        </Suspense>
      )}
    </ItemDialogsContextProvider>
  );
}

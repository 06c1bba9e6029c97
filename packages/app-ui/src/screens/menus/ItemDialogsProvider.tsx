import { Suspense, useMemo, useState, type ReactNode } from 'react';
import { lazyPatiently } from '#components/lazy-patiently.ts';
import type { Track } from '@jetstream/api-contract';
import { ItemDialogsContextProvider, type ItemDialogs, type RatedItem } from './item-dialogs.ts';

// Nobody rates or looks at credits before the first page is there.
const CreditsDialog = lazyPatiently(async () => (await import('./CreditsDialog.tsx')).CreditsDialog);
const RatingDialog = lazyPatiently(async () => (await import('./RatingDialog.tsx')).RatingDialog);

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
      <Suspense>
        {open?.kind === 'rating' && <RatingDialog item={open.item} onClose={close} />}
        {open?.kind === 'credits' && <CreditsDialog onClose={close} title={open.track.title} trackId={open.track.id} />}
      </Suspense>
    </ItemDialogsContextProvider>
  );
}

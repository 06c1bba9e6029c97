import { playAlbum, selectDemoAlbum, togglePlay } from '@jetstream/app-core';
import {
  useAppDispatch,
  useAppSelector,
  useCreateDemoAlbumMutation,
  useGetDemoAlbumQuery,
  useListAlbumsQuery,
  useSourceMark,
} from '@jetstream/app-core/hooks';
import type { DemoAlbumState } from '@jetstream/api-contract';

export interface DemoAlbum {
  state: DemoAlbumState['state'] | 'unknown';
  progress: number;
  create: () => void;
  /** Plays, or pauses while it plays; undefined until the album is in the library. */
  play: (() => void) | undefined;
  isPlaying: boolean;
}
/** Events carry the progress; this catches what a lost connection swallowed. */
const refreshMs = 2000;

/** The demo album that JetStream composes, from the wish to the first note. */
export function useDemoAlbum(): DemoAlbum {
  const dispatch = useAppDispatch();
  const live = useAppSelector(selectDemoAlbum);
  const isRendering = live?.state === 'rendering';
  const { data } = useGetDemoAlbumQuery(undefined, { pollingInterval: isRendering ? refreshMs : 0 });
  const [create, creation] = useCreateDemoAlbumMutation();
  const known = newest(live, data);
  const albumId = useFirstAlbum(known?.state === 'ready' ? (known.libraryId ?? undefined) : undefined);
  const mark = useSourceMark('album', albumId ?? '');
  const toggle = (id: string) => void dispatch(mark === null ? playAlbum(id, { isShuffled: false }) : togglePlay());
  const fetchedState = creation.isError ? 'failed' : (known?.state ?? 'unknown');
  return {
    state: creation.isLoading ? 'rendering' : fetchedState,
    progress: known?.progress ?? 0,
    create: () => void create(undefined),
    play: albumId === undefined ? undefined : () => toggle(albumId),
    isPlaying: mark === 'playing',
  };
}

/** The first album of a library that is still being scanned: asked again until it is there. */
function useFirstAlbum(libraryId: string | undefined): string | undefined {
  const request = { query: { libraryId, limit: 1 } };
  const { data } = useListAlbumsQuery(request, { skip: libraryId === undefined });
  const albumId = libraryId === undefined ? undefined : data?.items[0]?.id;
  const isAwaited = libraryId !== undefined && albumId === undefined;
  useListAlbumsQuery(request, { skip: !isAwaited, pollingInterval: refreshMs / 2 });
  return albumId;
}

const stages = ['absent', 'failed', 'rendering', 'ready'] as const;

/** Events and answers overtake each other: whichever has come further counts. */
function newest(live: DemoAlbumState | null, fetched: DemoAlbumState | undefined): DemoAlbumState | undefined {
  if (!live || !fetched) return live ?? fetched;
  const [liveStage, fetchedStage] = [stages.indexOf(live.state), stages.indexOf(fetched.state)];
  if (liveStage === fetchedStage) return live.progress >= fetched.progress ? live : fetched;
  return liveStage > fetchedStage ? live : fetched;
}

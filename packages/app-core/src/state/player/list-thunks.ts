import type { Track } from '@jetstream/api-contract';
import { ROWS_PER_PAGE, type RowWindow } from '#services/api/row-window.ts';
import type { AppThunk } from '../app-state.ts';
import { libraryApi } from '../library/library-api.ts';
import { notify } from '../notices/notices-slice.ts';
import { chooseToPlay } from './playback-thunks.ts';
import { playerActions } from './player-slice.ts';
import { drawNumbers } from './chance.ts';
import { drawTracks, type TrackFilter } from './queue-continuation.ts';
import { LONGEST_QUEUE, type QueueSource } from './queue-order.ts';
import { appendTracks, playTracks, type PlayTracksOptions } from './queue-thunks.ts';
import { notifyApiFailure, once, readOnce } from './read-once.ts';

/** Of what is loaded already, as many as a queue starts with. */
const MOST_LOADED_ROWS = 500;
/** A draw from a long list looks at this many places of it. */
const PAGES_OF_A_DRAW = 16;

export type { TrackFilter } from './queue-continuation.ts';

export function playArtist(artistId: string, options: { isShuffled?: boolean } = {}): AppThunk<Promise<void>> {
  return async (dispatch, getState) => {
    const input = { params: { artistId } };
    const isWanted = dispatch(chooseToPlay());
    const cached = libraryApi.endpoints.getArtist.select(input)(getState()).data;
    const artist = cached ?? (await dispatch(readOnce(libraryApi.endpoints.getArtist.initiate(input, once))));
    if (!artist || !isWanted()) return;
    const source: QueueSource = { kind: 'artist', id: artistId, title: artist.name };
    await dispatch(playFilter({ artistId, sort: 'album' }, { source, isShuffled: options.isShuffled }));
  };
}

export function playGenre(
  genreId: string,
  { title = '', isShuffled }: { title?: string; isShuffled?: boolean } = {},
): AppThunk<Promise<void>> {
  return playFilter({ genreId, sort: 'album' }, { source: { kind: 'genre', id: genreId, title }, isShuffled });
}

export interface PlayFilterOptions {
  startRow?: number;
  title?: string;
  /** In place of the plain list of songs. */
  source?: QueueSource;
  isShuffled?: boolean | undefined;
}

/**
 * Plays a list of songs of any length. In order: from a row on, those that are loaded at once. Shuffled: drawn by chance
 * from the whole list. More tracks come while it plays, so that only the end of the list ends it.
 */
export function playFilter(filter: TrackFilter, options: PlayFilterOptions = {}): AppThunk<Promise<void>> {
  return async (dispatch, getState) => {
    const source: QueueSource = options.source ?? { kind: 'tracks', title: options.title ?? '' };
    const isShuffled = options.isShuffled ?? getState().player.isShuffled;
    const start = { filter, source, startRow: options.startRow ?? 0 };
    if (isShuffled && options.startRow === undefined) await dispatch(playByChance(start));
    else await dispatch(playFromRow({ ...start, isShuffled }));
  };
}

interface FilterStart {
  filter: TrackFilter;
  source: QueueSource;
  startRow: number;
}

function playFromRow(start: FilterStart & { isShuffled: boolean }): AppThunk<Promise<void>> {
  return async (dispatch, _getState, { rowWindows }) => {
    const { filter, source, startRow, isShuffled } = start;
    const rows = rowWindows.open({ kind: 'tracks', filter });
    const isWanted = dispatch(chooseToPlay());
    let tracks = rows.loadedFrom(startRow, MOST_LOADED_ROWS);
    if (tracks.length === 0) {
      const found = await rows.fetchFrom(startRow, ROWS_PER_PAGE);
      if (!isWanted()) return;
      if (found.error) dispatch(notifyApiFailure());
      tracks = found.items;
    }
    const continuation = { filter, source, nextRow: startRow + tracks.length };
    dispatch(playFound(tracks, { source, isShuffled, startIndex: 0, continuation }));
  };
}

/** One track at once, for sound within the click; the player's listener has its companions follow. */
function playByChance({ filter, source }: FilterStart): AppThunk<Promise<void>> {
  return async (dispatch, _getState, { rowWindows, environment }) => {
    const rows = rowWindows.open({ kind: 'tracks', filter });
    const isWanted = dispatch(chooseToPlay());
    const pageCount = await rows.countPages();
    const page = Math.floor(environment.random() * pageCount);
    const found = pageCount > 0 ? await rows.fetchPage(page) : { rows: [], error: rows.error };
    if (!isWanted()) return;
    if (found.error) dispatch(notifyApiFailure());
    const candidates = found.rows.filter((track) => !track.isMissing);
    const isWhole = pageCount === 1;
    const at = Math.floor(environment.random() * candidates.length);
    const tracks = isWhole ? candidates : candidates.slice(at, at + 1);
    const continuation = isWhole ? null : { filter, source, nextRow: null };
    dispatch(playFound(tracks, { source, isShuffled: true, continuation }));
  };
}

function playFound(tracks: readonly Track[], options: Omit<PlayTracksOptions, 'tracks'>): AppThunk {
  return (dispatch) => {
    if (tracks.length > 0) dispatch(playTracks({ ...options, tracks }));
    else dispatch(notify({ kind: 'info', textKey: 'notices.nothingToPlay' }));
  };
}

/** Appends up to `count` tracks of the list that the queue is a part of. */
export function continueQueue(count: number): AppThunk<Promise<void>> {
  return async (dispatch, getState, { rowWindows }) => {
    const { continuation } = getState().player;
    const room = LONGEST_QUEUE - getState().player.items.length;
    if (!continuation || count <= 0 || room <= 0) return;
    const rows = rowWindows.open({ kind: 'tracks', filter: continuation.filter });
    const wanted = Math.min(count, room);
    const found =
      continuation.nextRow === null
        ? await dispatch(drawFromList(rows, wanted))
        : await rows.fetchFrom(continuation.nextRow, wanted);
    // Meanwhile the person may have started something else.
    if (getState().player.continuation !== continuation) return;
    if (found.items.length > 0) dispatch(appendTracks(found.items, continuation.source));
    if (found.error) return;
    const isOver = found.items.length < wanted;
    const nextRow = continuation.nextRow === null ? null : continuation.nextRow + found.items.length;
    dispatch(playerActions.continuationChanged(isOver ? null : { ...continuation, nextRow }));
  };
}

function drawFromList(rows: RowWindow<Track>, count: number): AppThunk<ReturnType<RowWindow<Track>['fetchFrom']>> {
  return async (_dispatch, getState, { environment }) => {
    const random = (): number => environment.random();
    const numbers = drawNumbers(await rows.countPages(), PAGES_OF_A_DRAW, random);
    const pages = await Promise.all(numbers.map(async (number) => rows.fetchPage(number)));
    const knownIds = new Set(getState().player.items.map(({ track }) => track.id));
    const items = drawTracks(
      pages.map((page) => page.rows),
      { count, knownIds, random },
    );
    return { items, error: pages.find((page) => page.error)?.error ?? null };
  };
}

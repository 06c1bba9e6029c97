import type { LibraryId, SoundId, TrackId } from '#models/ids.ts';
import { type AnalysisState, isAnalysisDue, toSoundId } from '#models/track-analysis.ts';
import type { Repositories } from '#repositories/repositories.ts';
import { findLeastVersion } from '@jetstream/audio-analysis';

/** A sound of the library, with one of the tracks that have it. */
export interface ListedSound {
  id: SoundId;
  trackId: TrackId;
  libraryId: LibraryId;
  state: AnalysisState | undefined;
  isDue: boolean;
}

const PAGE = 200;

/** Goes through all present tracks, a small page at a time. A sound comes once for each of its tracks. */
export async function* listSoundPages({
  tracks,
  trackAnalyses,
}: Pick<Repositories, 'tracks' | 'trackAnalyses'>): AsyncGenerator<ListedSound[]> {
  for (let after: TrackId | null = null; ;) {
    const page = await tracks.listSounds(after, PAGE);
    const ids = page.map(toSoundId);
    const states = new Map((await trackAnalyses.listStates([...new Set(ids)])).map((state) => [state.id, state]));
    yield page.map((track, index) => {
      const id = ids[index] ?? toSoundId(track);
      const state = states.get(id);
      const { id: trackId, libraryId } = track;
      return { id, trackId, libraryId, state, isDue: isAnalysisDue(state, findLeastVersion(track.channels)) };
    });
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}

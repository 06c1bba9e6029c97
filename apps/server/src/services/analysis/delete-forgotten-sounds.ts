import type { SoundId } from '#models/ids.ts';
import { findTrackOfSound, toSoundId } from '#models/track-analysis.ts';
import type { Repositories } from '#repositories/repositories.ts';

const PAGE = 200;

/** Deletes what was measured of sounds that no track has any more. One whose file is missing keeps it: disks come back. */
export async function deleteForgottenSounds({
  tracks,
  trackAnalyses,
}: Pick<Repositories, 'tracks' | 'trackAnalyses'>): Promise<void> {
  for (let after: SoundId | null = null; ;) {
    const ids: SoundId[] = await trackAnalyses.listSoundIds(after, PAGE);
    const found = await Promise.all([
      tracks.listTracksByAudioKey(ids),
      tracks.findMissingByAudioKey(ids),
      tracks.listTracksById(ids.flatMap((id) => findTrackOfSound(id) ?? [])),
    ]);
    const known = new Set(found.flat().map(toSoundId));
    await trackAnalyses.deleteAnalyses(ids.filter((id) => !known.has(id)));
    after = ids.at(-1) ?? null;
    if (ids.length < PAGE) return;
  }
}

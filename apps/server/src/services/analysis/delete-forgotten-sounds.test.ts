import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SoundId, TrackId } from '#models/ids.ts';
import { toSoundId } from '#models/track-analysis.ts';
import { buildAnalysis, buildWaveform } from '#test/support/build-analysis.ts';
import { addTracks, buildTrack } from '#test/support/build-catalogue.ts';
import { openTestStore } from '#test/support/open-test-store.ts';
import { deleteForgottenSounds } from './delete-forgotten-sounds.ts';

test('what was measured is forgotten with the last track that sounds so, not while its file is missing', async () => {
  const store = await openTestStore();
  try {
    const { trackAnalyses } = store.repositories;
    const keyless = { id: 'keyless' as TrackId, audioKey: null };
    await addTracks(store.repositories, [
      { id: 'present' as TrackId, audioKey: 'present key' },
      { id: 'missing' as TrackId, audioKey: 'missing key', missingSinceMs: 5 },
      keyless,
    ]);
    const kept = ['present key' as SoundId, 'missing key' as SoundId, toSoundId(buildTrack(keyless))];
    const former = toSoundId({ ...buildTrack(keyless), modifiedAtMs: 99 });
    const gone = Array.from({ length: 250 }, (_, index) => `gone ${index}` as SoundId);
    for (const id of [...kept, former, ...gone])
      await trackAnalyses.saveAnalysis({ analysis: buildAnalysis({ id }), waveform: buildWaveform() });
    await deleteForgottenSounds(store.repositories);
    assert.deepEqual(await trackAnalyses.listSoundIds(null, 300), kept.toSorted());
  } finally {
    await store.close();
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SoundId, TrackId } from '#models/ids.ts';
import { buildAnalysis, buildWaveform } from '#test/support/build-analysis.ts';
import { addTracks, buildTrack, LIBRARY_ID } from '#test/support/build-catalogue.ts';
import { type OpenStore, type OpenVersionedStore, shareStore, withStore } from './use-store.ts';

const id = (text: string) => text as SoundId;

export function describeTrackAnalysisRepository(openStore: OpenStore<'trackAnalyses'>): void {
  describe('track analyses', () => {
    const store = shareStore(openStore);

    it('are listed as they were saved, in the order that was asked for', async () => {
      const { trackAnalyses } = store.repositories;
      const [one, two] = [buildAnalysis({ id: id('one') }), buildAnalysis({ id: id('two'), analysedAtMs: 5 })];
      for (const analysis of [one, two]) await trackAnalyses.saveAnalysis({ analysis, waveform: buildWaveform() });
      assert.deepEqual(await trackAnalyses.listAnalyses([two.id, id('unknown'), one.id]), [two, one]);
      assert.deepEqual(await trackAnalyses.listAnalyses([]), []);
      assert.deepEqual(await trackAnalyses.listStates([one.id]), [{ id: one.id, version: one.version, fault: null }]);
    });

    it('have a waveform, byte by byte', async () => {
      const { trackAnalyses } = store.repositories;
      const waveform = buildWaveform(Uint8Array.from({ length: 1000 }, (_, index) => index % 256));
      await trackAnalyses.saveAnalysis({ analysis: buildAnalysis({ id: id('wave') }), waveform });
      assert.deepEqual(await trackAnalyses.findWaveform(id('wave')), waveform);
      assert.equal(await trackAnalyses.findWaveform(id('unknown')), undefined);
    });

    it('are replaced as a whole, a waveform that is no more included', async () => {
      const { trackAnalyses } = store.repositories;
      const analysis = buildAnalysis({ id: id('again') });
      await trackAnalyses.saveAnalysis({ analysis, waveform: buildWaveform() });
      const fault = { code: 'media-unreadable', message: 'This is no music.', tries: 1 } as const;
      const failed = { ...analysis, version: 7, sound: null, fault };
      await trackAnalyses.saveAnalysis({ analysis: failed, waveform: null });
      assert.deepEqual(await trackAnalyses.listAnalyses([analysis.id]), [failed]);
      assert.deepEqual(await trackAnalyses.listStates([analysis.id]), [{ id: analysis.id, version: 7, fault }]);
      assert.equal(await trackAnalyses.findWaveform(analysis.id), undefined);
    });

    it('are gone through by id and deleted', async () => {
      const { trackAnalyses } = store.repositories;
      for (const name of ['p3', 'p1', 'p2'])
        await trackAnalyses.saveAnalysis({ analysis: buildAnalysis({ id: id(name) }), waveform: buildWaveform() });
      assert.deepEqual(await trackAnalyses.listSoundIds(id('p0'), 2), ['p1', 'p2']);
      assert.deepEqual(await trackAnalyses.listSoundIds(id('p2'), 1), ['p3']);
      assert.equal((await trackAnalyses.listSoundIds(null, 1)).length, 1);
      await trackAnalyses.deleteAnalyses([id('p1'), id('p3'), id('unknown')]);
      assert.deepEqual(await trackAnalyses.listSoundIds(id('p0'), 5), [
        'p2',
        ...(await trackAnalyses.listSoundIds(id('p2'), 4)),
      ]);
      assert.deepEqual(await trackAnalyses.listAnalyses([id('p1')]), []);
      assert.equal(await trackAnalyses.findWaveform(id('p1')), undefined);
    });
  });
}

export function describeTrackSounds(openStore: OpenVersionedStore): void {
  describe('the sounds of tracks', () => {
    it('are gone through as sounds by id, without those that are missing', () =>
      withStore(openStore, async (repositories) => {
        const wishes = ['c', 'a', 'b'].map((name) => ({
          id: name as TrackId,
          audioKey: name === 'b' ? null : `key ${name}`,
          format: { ...buildTrack({ id: name as TrackId }).format, channels: name === 'b' ? null : 6 },
        }));
        await addTracks(repositories, [...wishes, { id: 'aa' as TrackId, missingSinceMs: 5 }]);
        const { tracks } = repositories;
        const file = { libraryId: LIBRARY_ID, sizeBytes: 1000, modifiedAtMs: 0 };
        const sounds = await tracks.listSounds(null, 2);
        assert.deepEqual(sounds, [
          { ...file, id: 'a', audioKey: 'key a', channels: 6 },
          { ...file, id: 'b', audioKey: null, channels: null },
        ]);
        const last = { ...file, id: 'c', audioKey: 'key c', channels: 6 };
        assert.deepEqual(await tracks.listSounds('b' as TrackId, 2), [last]);
      }));
  });
}

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodeFlac } from '@jetstream/demo-album';
import { findBackends } from '#gateways/transcoding/find-backends.ts';
import type { TrackId } from '#models/ids.ts';
import { toSoundId } from '#models/track-analysis.ts';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { buildAnalysis, buildWaveform } from '#test/support/build-analysis.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { eventually } from '#test/support/eventually.ts';
import { ids, seedSmallCatalogue } from '#test/support/small-catalogue.ts';
import { startTestServer, type TestServer } from '#test/support/test-server.ts';

async function measure(server: TestServer, ...trackIds: TrackId[]): Promise<void> {
  const { tracks, trackAnalyses } = server.context.store.repositories;
  for (const track of await tracks.listTracksById(trackIds))
    await trackAnalyses.saveAnalysis({ analysis: buildAnalysis({ id: toSoundId(track) }), waveform: buildWaveform() });
  // As the job does: answers that were kept are old now.
  server.context.events.emit('libraryChanged', { version: '' });
}

endpointTest(['getWaveform', 'ok'], 'a waveform comes with the silence at its ends', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  await measure(server, ids.moon);
  const waveform = await client.call('getWaveform', { params: { trackId: ids.moon } });
  assert.deepEqual(waveform, { durationMs: 200_000, headSilenceMs: 120, tailSilenceMs: 2500, ...buildWaveform() });
});

endpointTest(['getWaveform', 'not-modified'], 'a waveform that a client has is not sent again', async (server) => {
  const { session } = await seedSmallCatalogue(server);
  await measure(server, ids.moon);
  const address = `${server.url}/api/v1/tracks/${ids.moon}/waveform`;
  const headers = { authorization: `Bearer ${session.accessToken}` };
  const etag = (await server.fetch(address, { headers })).headers.get('etag') ?? '';
  assert.equal((await server.fetch(address, { headers: { ...headers, 'if-none-match': etag } })).status, 304);
});

endpointTest(['getWaveform', 'not-found'], 'what was not measured has no waveform yet', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  for (const trackId of [ids.moon, 'nobody'])
    await assertApiError(client.call('getWaveform', { params: { trackId } }), 'not-found');
});

endpointTest(['getTrack', 'ok'], 'a song tells how loud it is once it was measured', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  assert.equal((await client.call('getTrack', { params: { trackId: ids.moon } })).loudness, null);
  await measure(server, ids.moon);
  const { loudness } = await client.call('getTrack', { params: { trackId: ids.moon } });
  assert.deepEqual(loudness, { integratedLufs: -14.2, rangeLu: 6.5, truePeakDbtp: -0.3 });
});

endpointTest(['getAlbum', 'ok'], 'an album tells how loud it is once all of it was measured', async (server) => {
  const { client } = await seedSmallCatalogue(server);
  const find = async () => (await client.call('getAlbum', { params: { albumId: ids.night } })).loudness;
  await measure(server, ids.moon);
  assert.equal(await find(), null);
  await measure(server, ids.sun);
  const loudness = await find();
  assert.ok(Math.abs((loudness?.integratedLufs ?? 0) + 14) < 0.1);
  assert.equal(loudness?.truePeakDbtp, -0.3);
});

endpointTest(
  ['getAnalysisState', 'ok'],
  'an administrator sees how much was measured, and when',
  async (server) => {
    const ada = await seedSmallCatalogue(server);
    await measure(server, ids.moon);
    // The hour of now depends on the time zone of this machine.
    const { isTime, ...state } = await ada.client.call('getAnalysisState');
    assert.equal(typeof isTime, 'boolean');
    assert.deepEqual(state, {
      trackCount: 4,
      analysedCount: 1,
      failedCount: 0,
      isRunning: false,
      hours: { fromHour: 1, toHour: 6 },
    });
    const listener = await server.addUser(ada, 'eve');
    await assertApiError(listener.client.call('getAnalysisState'), 'forbidden');
  },
  { settings: { analysisHours: '1-6' } },
);

const RATE = 44_100;

/** Half a second of silence, five seconds of a tone in both channels, a second of silence. */
function buildTone(title: string, levelDbfs: number): Uint8Array {
  const [start, end] = [0.5 * RATE, 5.5 * RATE];
  const tone = Float32Array.from({ length: 6.5 * RATE }, (_, at) =>
    at < start || at >= end ? 0 : 10 ** (levelDbfs / 20) * Math.sin((2 * Math.PI * 1000 * at) / RATE),
  );
  const tags = [
    ['TITLE', title],
    ['ALBUM', 'Tones'],
    ['ARTIST', 'Generator'],
  ] as const;
  return encodeFlac({ channels: [tone, tone], sampleRate: RATE, bitsPerSample: 16, tags });
}

const { backends } = findBackends({ backend: 'auto', ffmpegPath: null });
test(
  'what a scan finds is measured in the background',
  { skip: backends.length === 0 && 'needs a decoder' },
  async () => {
    const music = await mkdtemp(join(tmpdir(), 'jetstream-tones-'));
    const server = await startTestServer();
    try {
      await writeFile(join(music, '1.flac'), buildTone('Loud', -20));
      await writeFile(join(music, '2.flac'), buildTone('Quiet', -30));
      await writeFile(join(music, '3.flac'), 'fLaC and nothing else');
      const { client } = await server.setUp();
      await server.context.startJobs();
      await client.call('createLibrary', { body: { path: music, name: 'Tones' } });
      await eventually('a job has measured them', async () => {
        const { items } = await client.call('listJobs', { query: { group: 'done' } });
        return items.some(({ kind }) => kind === 'analysis');
      });
      // Of several servers each hears of it by itself.
      await eventually(
        'both are counted as measured',
        async () => (await client.call('getAnalysisState')).analysedCount === 2,
      );
      const state = await client.call('getAnalysisState');
      assert.deepEqual([state.trackCount, state.failedCount], [2, 0]);
      const { items } = await client.call('listTracks');
      const [loud] = items;
      assert.ok(loud?.albumId);
      const detail = await client.call('getTrack', { params: { trackId: loud.id } });
      // A little less: blocks at the ends of the tone are silent in part.
      assert.ok(Math.abs((detail.loudness?.integratedLufs ?? 0) + 20.2) < 0.1, `${detail.loudness?.integratedLufs}`);
      assert.ok(Math.abs((detail.loudness?.truePeakDbtp ?? 0) + 20) < 0.1);
      const waveform = await client.call('getWaveform', { params: { trackId: loud.id } });
      assert.deepEqual([waveform.durationMs, waveform.headSilenceMs, waveform.tailSilenceMs], [6500, 500, 1000]);
      const peaks = Buffer.from(waveform.peaks, 'base64');
      assert.equal(peaks.length, 1000);
      assert.deepEqual([peaks[10], peaks[990]], [0, 0]);
      // 255 times the square root of the amplitude, which is a tenth.
      assert.ok(Math.abs((peaks[400] ?? 0) - 255 * Math.sqrt(0.1)) <= 1);
      const album = await client.call('getAlbum', { params: { albumId: loud.albumId } });
      // Both tones together, the mean of their powers.
      assert.ok(Math.abs((album.loudness?.integratedLufs ?? 0) + 22.7) < 0.1, `${album.loudness?.integratedLufs}`);
      assert.deepEqual(server.answers.faults, []);
    } finally {
      await server.stop();
      await rm(music, { recursive: true });
    }
  },
);

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { ANALYSIS_VERSION, AudioMeter } from '@jetstream/audio-analysis';
import { DiskMediaStore } from '#gateways/disk-media-store.ts';
import { RandomIdSource } from '#gateways/random-id-source.ts';
import type { TranscodeInput } from '#gateways/transcoder.ts';
import { parseAnalysisHours } from '#models/analysis-hours.ts';
import { DomainError } from '#models/errors.ts';
import type { ScanId, SoundId, TrackId } from '#models/ids.ts';
import { JobInterruption } from '#models/job.ts';
import { queueScan } from '#models/scan.ts';
import { toSoundId } from '#models/track-analysis.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { createLogger } from '#observability/logger.ts';
import { openEmbeddedJobs } from '#server/compose/open-embedded-jobs.ts';
import { EventBus } from '#services/events.ts';
import { addTracks, buildLibrary, buildTrack, type TrackWish } from '#test/support/build-catalogue.ts';
import { openTestStore, type TestStore } from '#test/support/open-test-store.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { AnalysisService } from './analysis-service.ts';
import { SoundAnalyser } from './sound-analyser.ts';

const RATE = 8000;
const logger = createLogger({ level: 'error', format: 'json', write: (line) => process.stderr.write(line) });

let store: TestStore;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jetstream-analysis-'));
});
after(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  store = await openTestStore();
  await store.repositories.libraries.saveLibrary(buildLibrary({ path: folder }));
});
afterEach(() => store.close());

/** Files of bare samples, and a decoder that knows nothing else; it refuses what it is told to. */
async function addSounds(
  ...wishes: (Omit<Partial<TrackWish>, 'id'> & { id: string; level?: number })[]
): Promise<void> {
  const tracks = wishes.map(({ id, ...wish }) => ({
    path: `${id}.raw`,
    audioKey: `key ${id}`,
    ...wish,
    id: id as TrackId,
  }));
  for (const [index, { path }] of tracks.entries()) {
    const level = wishes[index]?.level ?? 0.1;
    const tone = Float32Array.from({ length: RATE * 4 }, (_, at) => level * Math.sin((2 * Math.PI * 997 * at) / RATE));
    await writeFile(join(folder, path), Buffer.from(tone.buffer));
  }
  await addTracks(
    store.repositories,
    tracks.map((track) => ({ ...track, sizeBytes: RATE * 4 * 4 })),
  );
}

interface Wishes {
  refuse?: (name: string) => Error | undefined;
  hours?: string;
  onDecoded?: () => void;
}

function createService({ refuse = () => undefined, hours = 'always', onDecoded = () => undefined }: Wishes = {}) {
  const decoded: string[] = [];
  const errors: unknown[] = [];
  const changes: string[] = [];
  const clock = new TestClock();
  const events = new EventBus((error) => errors.push(error));
  events.on('libraryChanged', ({ version }) => changes.push(version));
  const transcoder = {
    async analyse({ location, revision }: TranscodeInput, { signal }: { signal?: AbortSignal } = {}) {
      assert.ok(revision);
      const name = location.slice(folder.length + 1);
      decoded.push(name);
      onDecoded();
      signal?.throwIfAborted();
      const error = refuse(name);
      if (error) throw error;
      const meter = new AudioMeter();
      const bytes = await readFile(location);
      meter.push(new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)), RATE, 1);
      return meter.finish();
    },
  };
  const { repositories } = store;
  const mediaStore = new DiskMediaStore();
  const nowMs = () => clock.nowMs();
  const analyser = new SoundAnalyser({ libraries: repositories.libraries, mediaStore, transcoder, nowMs });
  const { jobs } = openEmbeddedJobs(store, { config: { instanceId: 'test' }, logger, clock });
  const parsed = parseAnalysisHours(hours) ?? 'off';
  const service = new AnalysisService({
    repositories,
    analyser,
    jobs,
    events,
    clock,
    idSource: new RandomIdSource(),
    hours: parsed,
    getCatalogueVersion: () => store.getCatalogueVersion(),
    onError: (error) => errors.push(error),
  });
  const reports: [done: number, total: number | null][] = [];
  const run = (signal = new AbortController().signal) =>
    service.analyseSounds({ signal, report: ({ done, total }) => void reports.push([done, total]) });
  return { service, run, jobs, clock, events, decoded, errors, changes, reports };
}

async function find(id: string) {
  const track = await store.repositories.tracks.findTrack(id as TrackId);
  const [analysis] = await store.repositories.trackAnalyses.listAnalyses(track ? [toSoundId(track)] : []);
  return analysis;
}

/** As if version 1 had measured them. */
async function makeOlder(...ids: string[]): Promise<void> {
  const { trackAnalyses } = store.repositories;
  for (const analysis of await trackAnalyses.listAnalyses(ids.map((id) => `key ${id}` as SoundId))) {
    const waveform = (await trackAnalyses.findWaveform(analysis.id)) ?? null;
    await trackAnalyses.saveAnalysis({ analysis: { ...analysis, version: 1 }, waveform });
  }
}

const waitingOf = async (jobs: JobQueue) => (await jobs.listJobs({ states: ['queued'], kind: 'analysis' }, 10)).length;

test('every sound is measured once, whatever tracks have it', async () => {
  await addSounds({ id: 'a', level: 0.1 }, { id: 'b', level: 0.5 }, { id: 'twin', audioKey: 'key a' });
  const { run, decoded, reports, changes } = createService();
  await run();
  assert.equal(decoded.length, 2);
  const done = reports.map(([count]) => count);
  assert.deepEqual(done, [0, 1, 2, 3]);
  assert.ok(reports.every(([, total]) => total === 3));
  const [a, b] = [await find('a'), await find('b')];
  assert.equal(a?.version, ANALYSIS_VERSION);
  assert.ok(Math.abs((a?.sound?.loudness.integratedLufs ?? 0) + 23.01) < 0.1);
  assert.ok(Math.abs((b?.sound?.loudness.integratedLufs ?? 0) + 9.03) < 0.1);
  assert.deepEqual(await find('twin'), a);
  assert.ok(changes.length > 0, 'whoever shows loudness was told');
});

test('what moved or was tagged anew is not measured again, what sounds otherwise is', async () => {
  await addSounds({ id: 'a' });
  await createService().run();
  const { repositories } = store;
  const track = await repositories.tracks.findTrack('a' as TrackId);
  assert.ok(track);
  await repositories.tracks.saveTracks([{ track: { ...track, path: 'b.raw', modifiedAtMs: 9 }, lyrics: null }]);
  const again = createService();
  await again.run();
  assert.deepEqual(again.decoded, []);
  await addSounds({ id: 'a', path: 'c.raw', audioKey: 'another', level: 0.5 });
  await again.run();
  assert.deepEqual(again.decoded, ['c.raw']);
});

test('a file that changed since the scan is left to the next one', async () => {
  await addSounds({ id: 'a' });
  await writeFile(join(folder, 'a.raw'), 'other');
  const { run, decoded } = createService();
  await run();
  assert.deepEqual(decoded, []);
  assert.equal(await find('a'), undefined);
});

test('a library in which nothing is left is gone through again only when the catalogue has changed', async () => {
  await addSounds({ id: 'a' });
  const { run, decoded, reports } = createService();
  // One to measure, and one to find that nothing is left.
  await run();
  await run();
  reports.length = 0;
  await run();
  assert.deepEqual(reports, []);
  await addSounds({ id: 'b' });
  await run();
  assert.deepEqual(decoded, ['a.raw', 'b.raw']);
});

test('what lies on a disk that is away is not asked for, and measured when it is back', async () => {
  await addSounds({ id: 'a' }, { id: 'b' });
  const away = `${folder}-away`;
  await rename(folder, away);
  const { run, decoded } = createService();
  await run();
  assert.deepEqual([decoded, await find('a')], [[], undefined]);
  await rename(away, folder);
  await run();
  assert.deepEqual(decoded, ['a.raw', 'b.raw']);
});

test('a file that is gone since the scan is blamed for nothing', async () => {
  await addSounds({ id: 'a' }, { id: 'b' });
  await rm(join(folder, 'a.raw'));
  const { run, decoded } = createService();
  await run();
  assert.deepEqual([decoded, await find('a')], [['b.raw'], undefined]);
});

test('a file that is no music keeps its fault, and is not tried again', async () => {
  await addSounds({ id: 'bad' }, { id: 'good' });
  const refuse = (name: string) =>
    name === 'bad.raw' ? new DomainError('media-unreadable', 'There is no sound in it.') : undefined;
  const { run, decoded, service, errors } = createService({ refuse });
  await run();
  await run();
  assert.deepEqual(decoded.toSorted(), ['bad.raw', 'good.raw']);
  assert.deepEqual((await find('bad'))?.fault, {
    code: 'media-unreadable',
    message: 'There is no sound in it.',
    tries: 1,
  });
  assert.deepEqual(await service.getProgress(), {
    trackCount: 2,
    analysedCount: 1,
    failedCount: 1,
    isRunning: false,
    hours: 'always',
    isTime: true,
  });
  assert.deepEqual(errors, []);
});

test('progress is counted anew once somebody tells of news, whichever server that is', async () => {
  await addSounds({ id: 'a' });
  const { run, service, events } = createService();
  const elsewhere = createService();
  const countOn = async (one: AnalysisService) => (await one.getProgress()).analysedCount;
  assert.deepEqual([await countOn(service), await countOn(elsewhere.service)], [0, 0]);
  events.on('libraryChanged', (event) => elsewhere.events.emitForeign('libraryChanged', event));
  await run();
  assert.deepEqual([await countOn(service), await countOn(elsewhere.service)], [1, 1]);
});

test('what an earlier version measured of one or two channels stands, and is measured anew of more', async () => {
  const format = (channels: number) => ({ ...buildTrack({ id: 'x' as TrackId }).format, channels });
  await addSounds({ id: 'stereo', format: format(2) }, { id: 'surround', format: format(6) });
  await createService().run();
  await makeOlder('stereo', 'surround');
  const { run, decoded, service } = createService();
  assert.equal((await service.getProgress()).analysedCount, 1);
  await run();
  assert.deepEqual(decoded, ['surround.raw']);
  assert.equal((await service.getProgress()).analysedCount, 2);
});

test('a measurement is not thrown away when a later version cannot measure', async () => {
  await addSounds({ id: 'a', format: { ...buildTrack({ id: 'a' as TrackId }).format, channels: 6 } });
  await createService().run();
  await makeOlder('a');
  const measured = await find('a');
  const waveform = await store.repositories.trackAnalyses.findWaveform('key a' as SoundId);
  const { run, decoded } = createService({ refuse: () => new DomainError('media-unreadable', 'It hangs.') });
  await run();
  await run();
  assert.deepEqual(decoded, ['a.raw'], 'it was tried once');
  const kept = await find('a');
  assert.equal(kept?.fault?.code, 'media-unreadable');
  assert.ok(kept.sound && waveform);
  assert.deepEqual(kept.sound, measured?.sound);
  assert.deepEqual(await store.repositories.trackAnalyses.findWaveform('key a' as SoundId), waveform);
});

test('what nobody planned for is told, tried three times in all, and stops nothing', async () => {
  await addSounds({ id: 'bad' }, { id: 'good' });
  const { run, decoded, errors } = createService({
    refuse: (name) => (name === 'bad.raw' ? new Error('a bug') : undefined),
  });
  for (let times = 0; times < 5; times++) await run();
  assert.equal(decoded.filter((name) => name === 'bad.raw').length, 3);
  assert.equal(errors.length, 3);
  assert.equal((await find('bad'))?.fault?.code, 'internal');
  assert.equal((await find('good'))?.fault, null);
});

test('without a decoder the job fails with the reason, after a few files, and blames none', async () => {
  await addSounds(...['a', 'b', 'c', 'd', 'e'].map((id) => ({ id })));
  const { run, decoded } = createService({ refuse: () => new DomainError('unavailable', 'There is no decoder.') });
  await assert.rejects(run(), { code: 'unavailable', message: 'There is no decoder.' });
  assert.equal(decoded.length, 3);
  assert.equal(await find('a'), undefined);
});

test('an interrupted run ends at once, and the next one goes on where it was', async () => {
  await addSounds(...['a', 'b', 'c', 'd'].map((id) => ({ id })));
  const stopping = new AbortController();
  let count = 0;
  const first = createService({
    onDecoded: () => {
      count += 1;
      if (count === 3) stopping.abort(new JobInterruption('stopping'));
    },
  });
  await assert.rejects(first.run(stopping.signal), JobInterruption);
  assert.equal(first.decoded.length, 3);
  const second = createService();
  await second.run();
  assert.deepEqual(second.decoded.toSorted(), ['c.raw', 'd.raw']);
  assert.equal((await find('c'))?.fault, null);
});

test('it keeps to its hours', async () => {
  await addSounds({ id: 'a' }, { id: 'b' });
  const hour = new Date(new TestClock().nowMs()).getHours();
  const nextHour = (hour + 1) % 24;
  const later = createService({ hours: `${nextHour}-${(nextHour + 2) % 24}` });
  await later.run();
  assert.deepEqual(later.decoded, []);
  later.clock.advance(3_600_000);
  await later.run();
  assert.equal(later.decoded.length, 2);
});

test('it asks for its job when there is something to measure, and after scans that found something', async () => {
  const { service, jobs, events, run } = createService();
  const stop = service.start();
  await stop();
  assert.equal(await waitingOf(jobs), 0, 'nothing is there to be measured');
  await addSounds({ id: 'a' });
  const scan = { ...queueScan('s1' as ScanId, null, false), state: 'completed', phase: 'done' } as const;
  const stopAgain = service.start();
  events.emit('scanProgressed', { scan: { ...scan, filesAdded: 1 } });
  events.emit('scanProgressed', { scan: { ...scan, filesAdded: 1 } });
  await stopAgain();
  assert.equal(await waitingOf(jobs), 1);
  await jobs.close();
  await run();
});

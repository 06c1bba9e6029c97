import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DiskMediaStore } from '#gateways/disk-media-store.ts';
import { MediaCache } from '#gateways/media-cache.ts';
import { MediaSoundIndexStore } from '#gateways/media-sound-index-store.ts';
import type { OpenFile, StoredFile } from '#gateways/media-store.ts';
import type { SoundIndex, SoundIndexStore } from '#gateways/sound-index-store.ts';
import type { EncodingTarget, SegmentOrder, Transcoder } from '#gateways/transcoder.ts';
import { DomainError } from '#models/errors.ts';
import { hasFfmpeg } from '#test/scan/encode-formats.ts';
import { buildDff, buildDsf, buildDst, modulateDsd } from '#test/support/build-dsd.ts';
import { eventually } from '#test/support/eventually.ts';
import { openTestBucket, startBucketServer } from '#test/support/open-test-bucket.ts';
import { mutate, seededRandom } from './mutate.ts';
import { isInstalled, openTestTranscoder } from './open-test-transcoder.ts';
import {
  decodeFile,
  decodeFlacFrames,
  differenceDb,
  left,
  makeSource,
  RATE_HZ,
  SECONDS,
  SOURCES,
  type SourceFormat,
} from './sounds.ts';

const ODD_AUDIO = fileURLToPath(new URL('../../../../../shared/data/odd-audio/taglib', import.meta.url));
const AAC: EncodingTarget = { codec: 'aac', bitrateKbps: 128, sampleRateHz: RATE_HZ, channels: 2, bitDepth: null };
const LISTED = 'vbr.mp3 a.flac a.ogg a.opus a.m4a a.wma a.wv vorbis.mka a.aiff a.ac3 a.tta dts.mka a.caf'.split(' ');
const MADE: readonly SourceFormat[] = [
  ...SOURCES.filter(({ name }) => LISTED.includes(name)),
  { name: 'a.eac3', options: ['-c:a', 'eac3'] },
  { name: 'a.dts', options: ['-c:a', 'dca', '-strict', '-2'] },
  { name: 'a.thd', options: ['-c:a', 'truehd', '-strict', '-2'] },
  { name: 'truehd.mka', options: ['-c:a', 'truehd', '-strict', '-2'] },
  { name: 'a.au', options: ['-c:a', 'pcm_s16be'] },
  { name: 'a.w64', options: ['-c:a', 'pcm_s24le'] },
  { name: 'alac.caf', options: ['-c:a', 'alac'] },
];
/** Short, as a second of it has 700 KB. */
const DSD_SECONDS = 3;
const DSD = { 'a.dsf': buildDsf, 'a.dff': buildDff, 'dst.dff': buildDst } as const;
const MUTATED = [...MADE.map(({ name }) => name), ...Object.keys(DSD)];
/** 2000 for a long run. */
const MUTATIONS = Number(process.env['JETSTREAM_TEST_MUTATIONS'] ?? 40);
const SEED = 4;
const STALL_MS = 2000;
/** Of an order whose children are ended from outside. */
const MOST_TRIES = 5;
/** More than a child has at its start. */
const GROWN_BYTES = 150 * 2 ** 20;
const isAbsent = !(hasFfmpeg() && isInstalled('node-av') && process.platform === 'linux');

const isRunning = (pid: number): boolean => {
  const path = `/proc/${pid}/stat`;
  // A process that nobody has looked after yet is dead all the same.
  return existsSync(path) && !/\) Z /.test(readFileSync(path, 'utf8'));
};
const countOpenFiles = (): number => readdirSync('/proc/self/fd').length;

describe('a transcoder under faults', { skip: isAbsent && 'ffmpeg, node-av and Linux are needed' }, () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jetstream-transcoder-'));
    for (const source of MADE) makeSource(folder, source);
    const stream = modulateDsd(Float32Array.from({ length: DSD_SECONDS * RATE_HZ }, (_, at) => Math.sin(at / 20) / 2));
    for (const [name, build] of Object.entries(DSD)) await writeFile(join(folder, name), build(stream));
  });
  after(() => rm(folder, { recursive: true }));
  const orderOf = (name: string): SegmentOrder => ({
    input: { location: join(folder, name), revision: '1' },
    target: AAC,
    startSample: 0,
    endSample: SECONDS * RATE_HZ,
    durationSamples: SECONDS * RATE_HZ,
  });

  it('children that are killed in the middle, all at once and again, cost more tries, and no packet comes twice', async () => {
    const { transcoder, pool } = openTestTranscoder('node-av');
    const whole = await transcoder.encodeSegment(orderOf('vbr.mp3'));
    let killings = 0;
    const starts: number[] = [];
    const segment = await transcoder.encodeSegment({
      ...orderOf('vbr.mp3'),
      onPackets(packets) {
        starts.push(...packets.map(({ startSample }) => startSample));
        if (killings++ < 2) for (const pid of pool.pids) process.kill(pid, 'SIGKILL');
      },
    });
    assert.ok(killings > 2);
    assert.deepEqual(segment, whole);
    assert.deepEqual(
      starts,
      whole.packets.map(({ startSample }) => startSample),
    );
    await transcoder.close();
  });

  it('a child that hangs is ended, and the file is refused after the second one', async () => {
    const childUrl = new URL('./hanging-child.ts', import.meta.url);
    const { transcoder, pool } = openTestTranscoder('node-av', { childUrl, stallMs: STALL_MS });
    const given = transcoder.probe(orderOf('a.flac').input);
    const first = [...pool.pids];
    await assert.rejects(given, { code: 'media-unreadable', message: /hangs/ });
    await transcoder.close();
    await eventually('the children are gone', () => !first.some(isRunning));
  });

  it('a file in which decoders grow without end is refused after the second one', async () => {
    const childUrl = new URL('./growing-child.ts', import.meta.url);
    const { transcoder } = openTestTranscoder('node-av', { childUrl, memoryLimitBytes: GROWN_BYTES });
    await assert.rejects(transcoder.probe(orderOf('a.flac').input), { code: 'media-unreadable', message: /memory/ });
    await transcoder.close();
  });

  it('a file is not blamed for children that are ended from outside', async () => {
    const childUrl = new URL('./hanging-child.ts', import.meta.url);
    const sizes = { listening: 1, background: 1 };
    const { transcoder, pool } = openTestTranscoder('node-av', { childUrl, sizes });
    const refused = assert.rejects(transcoder.probe(orderOf('a.flac').input), {
      code: 'unavailable',
      message: /outside/,
    });
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await eventually('there is a child', () => pool.pids.length === 1);
      const [pid = 0] = pool.pids;
      process.kill(pid, 'SIGKILL');
      await eventually('it is missed', () => pool.pids[0] !== pid);
    }
    await refused;
    await transcoder.close();
  });

  it('a program that is killed or crashes costs one more try', async (t) => {
    const own = await mkdtemp(join(tmpdir(), 'jetstream-program-'));
    t.after(() => rm(own, { recursive: true }));
    const ffmpegPath = join(own, 'ffmpeg');
    const endOnce = (signal: string) => `[ -e ${own}/${signal} ] || { : > ${own}/${signal}; kill -${signal} $$; }`;
    const lines = ['#!/bin/sh', endOnce('KILL'), endOnce('SEGV'), 'exec ffmpeg "$@"', ''];
    await writeFile(ffmpegPath, lines.join('\n'), { mode: 0o755 });
    const { transcoder } = openTestTranscoder('ffmpeg', { ffmpegPath });
    t.after(() => transcoder.close());
    assert.ok((await transcoder.encodeSegment(orderOf('a.flac'))).packets.length > 500);
    assert.ok(['KILL', 'SEGV'].every((signal) => existsSync(join(own, signal))));
  });

  it('half of what a program was to write is not taken for all of it', async (t) => {
    const own = await mkdtemp(join(tmpdir(), 'jetstream-program-'));
    t.after(() => rm(own, { recursive: true }));
    const ffmpegPath = join(own, 'ffmpeg');
    await writeFile(ffmpegPath, '#!/bin/sh\nffmpeg "$@" | head -c 60000\nexit 1\n', { mode: 0o755 });
    const { transcoder } = openTestTranscoder('ffmpeg', { ffmpegPath, ffprobePath: 'ffprobe' });
    t.after(() => transcoder.close());
    await assert.rejects(transcoder.encodeSegment(orderOf('a.flac')), { code: 'media-unreadable' });
  });

  it('a program that is not there any more is no fault of the file', async (t) => {
    const { transcoder } = openTestTranscoder('ffmpeg', { ffmpegPath: join(folder, 'gone'), ffprobePath: 'ffprobe' });
    t.after(() => transcoder.close());
    await assert.rejects(transcoder.analyse(orderOf('a.flac').input), { code: 'unavailable' });
  });

  it('a backend that does not start leaves the work to the next one', async () => {
    const childUrl = new URL('./unstartable-child.ts', import.meta.url);
    const { transcoder } = openTestTranscoder('node-av', { childUrl, backends: ['node-av', 'ffmpeg'] });
    assert.match((await transcoder.encodeSegment(orderOf('a.flac'))).encoder, /of ffmpeg/);
    await transcoder.close();
    const alone = openTestTranscoder('node-av', { childUrl });
    await assert.rejects(alone.transcoder.probe(orderOf('a.flac').input), { code: 'unavailable' });
    await alone.transcoder.close();
  });

  it('children end when they have nothing to do, with the transcoder, and when the server is killed', async () => {
    const idle = openTestTranscoder('node-av', { idleMs: 1000 });
    await idle.transcoder.probe(orderOf('a.flac').input);
    const idlePids = idle.pool.pids;
    assert.ok(idlePids.every(isRunning));
    await eventually('idle children have ended', () => !idlePids.some(isRunning));
    await idle.transcoder.probe(orderOf('a.flac').input);
    const closedPids = idle.pool.pids;
    await idle.transcoder.close();
    assert.ok(!closedPids.some(isRunning));
    const server = fork(new URL('./transcoding-process.ts', import.meta.url), [join(folder, 'a.flac')]);
    const [pids] = (await once(server, 'message')) as [number[]];
    assert.ok(pids.length > 1 && pids.every(isRunning));
    server.kill('SIGKILL');
    await eventually('orphans have ended', () => !pids.some(isRunning));
  });

  it('files of buckets are read in place', async (t) => {
    const server = await startBucketServer();
    const bucket = await openTestBucket(server);
    const store = bucket.openStore();
    for (const backend of ['node-av', 'ffmpeg'] as const) {
      const { transcoder } = openTestTranscoder(backend, { store });
      t.after(() => transcoder.close());
      for (const name of ['a.flac', 'a.m4a', 'a.ogg']) {
        const location = `${bucket.location}/some folder/${name}`;
        const { revision } = await store.writeFile(location, await readFile(join(folder, name)));
        const input = { location, revision };
        const { durationSamples } = await transcoder.probe(input);
        assert.ok(Math.abs(durationSamples - SECONDS * RATE_HZ) < RATE_HZ / 20);
        const onDisk = await transcoder.encodeSegment({ ...orderOf(name), startSample: 9 * RATE_HZ, input });
        assert.ok(onDisk.packets.length > 200);
      }
      const gone = { location: `${bucket.location}/gone.flac`, revision: '1' };
      await assert.rejects(transcoder.probe(gone), { code: 'media-missing' });
      await transcoder.close();
    }
    await bucket.close();
    await server.stop();
  });

  for (const backend of ['node-av', 'ffmpeg'] as const)
    it(`what a store that is away leaves out is not taken for silence by ${backend}`, async (t) => {
      const store = new BreakingStore();
      const saved: SoundIndex[] = [];
      const keptIndexes: SoundIndexStore = {
        findIndex: async () => undefined,
        saveIndex: async (_key, index) => void saved.push(index),
      };
      const { transcoder } = openTestTranscoder(backend, { store, keptIndexes });
      t.after(() => transcoder.close());
      for (const name of ['a.aiff', 'dts.mka']) {
        const location = `s3://music${join(folder, name)}`;
        const input = { location, revision: (await store.findFile(location))?.revision ?? '' };
        const order = { ...orderOf(name), input };
        store.brokenShare = 0.4;
        await assert.rejects(transcoder.probe(input), AWAY, name);
        await assert.rejects(transcoder.encodeSegment(order), AWAY, name);
        await assert.rejects(transcoder.analyse(input), AWAY, name);
        assert.deepEqual(saved, [], name);
        store.brokenShare = 1;
        assert.deepEqual(await transcoder.probe(input), await transcoder.probe(orderOf(name).input), name);
        assert.deepEqual(await transcoder.encodeSegment(order), await transcoder.encodeSegment(orderOf(name)), name);
        saved.length = 0;
      }
    });

  it('a file that was replaced, or ends early, in a bucket is not mixed with another', async (t) => {
    const store = new BreakingStore();
    const { transcoder } = openTestTranscoder('node-av', { store });
    t.after(() => transcoder.close());
    const location = `s3://music${join(folder, 'a.flac')}`;
    await assert.rejects(transcoder.probe({ location, revision: 'of before' }), { code: 'media-missing' });
    const input = { location, revision: (await store.findFile(location))?.revision ?? '' };
    store.endsEarly = true;
    await assert.rejects(transcoder.analyse(input), { code: 'media-missing' });
  });

  it('a server knows the places of a sound that another has measured', async (t) => {
    const own = await mkdtemp(join(tmpdir(), 'jetstream-places-'));
    t.after(() => rm(own, { recursive: true }));
    const places = join(own, 'places');
    const onError = (error: unknown) => assert.fail(String(error));
    const cache = new MediaCache({ mediaStore: new DiskMediaStore(), location: places, limit: null, onError });
    const open = () => {
      const { transcoder } = openTestTranscoder('node-av', { keptIndexes: new MediaSoundIndexStore(cache, '1') });
      t.after(() => transcoder.close());
      return transcoder;
    };
    const input = { location: join(own, 'shared.wma'), revision: '1' };
    await copyFile(join(folder, 'a.wma'), input.location);
    const first = open();
    await first.analyse(input);
    const { durationSamples } = await first.probe(input);
    await eventually('its places are kept', async () => existsSync(places) && (await readdir(places)).length > 0);
    // Only its head is read from now on: its end would be found elsewhere.
    await truncate(input.location, 60_000);
    const second = open();
    assert.equal((await second.probe(input)).durationSamples, durationSamples);
    assert.notEqual((await second.probe({ ...input, revision: '2' })).durationSamples, durationSamples);
  });

  it('a measurement stands when the file is gone before its places were found', async () => {
    const { transcoder } = openTestTranscoder('node-av');
    const wanted = await transcoder.analyse(orderOf('a.wma').input);
    const location = join(folder, 'fleeting.wma');
    await copyFile(join(folder, 'a.wma'), location);
    // The child has it open: the sound is there to the end, and cannot be opened again.
    const onProgress = () => rmSync(location, { force: true });
    assert.deepEqual(await transcoder.analyse({ location, revision: '1' }, { onProgress }), wanted);
    assert.ok(!existsSync(location));
    await transcoder.close();
  });

  it('a sound with exact labels does not wait for places that others keep', async () => {
    const keptIndexes: SoundIndexStore = { findIndex: () => assert.fail(), saveIndex: () => assert.fail() };
    const { transcoder } = openTestTranscoder('node-av', { keptIndexes });
    for (const name of ['vbr.mp3', 'a.flac']) assert.ok((await transcoder.probe(orderOf(name).input)).isExact);
    await transcoder.close();
  });

  it('a place in Ogg Vorbis is where it is, whatever is damaged before', async () => {
    const path = join(folder, 'holed.ogg');
    const bytes = await readFile(join(folder, 'a.ogg'));
    await writeFile(path, bytes.fill(0, bytes.length >> 2, bytes.length >> 1));
    const whole = left(decodeFile(join(folder, 'a.ogg')));
    const target: EncodingTarget = { ...AAC, codec: 'flac', bitrateKbps: null, bitDepth: 16 };
    const startSample = 10 * RATE_HZ;
    for (const backend of ['node-av', 'ffmpeg'] as const) {
      const { transcoder } = openTestTranscoder(backend);
      const order = { ...orderOf('holed.ogg'), target, startSample, endSample: startSample + RATE_HZ };
      const segment = await transcoder.encodeSegment(order);
      const [place, heard] = [segment.packets[0]?.startSample ?? 0, left(decodeFlacFrames(folder, segment))];
      const wanted = whole.subarray(place, place + heard.length);
      assert.ok(differenceDb(heard, wanted, 0, heard.length) < -60, backend);
      await transcoder.close();
    }
    await rm(path);
  });

  it('odd files are transcoded or refused with a code', async (t) => {
    if (!existsSync(ODD_AUDIO)) return t.skip('the set of odd audio files is not installed');
    const { transcoder } = openTestTranscoder('node-av');
    const outcomes = new Map<string, number>();
    for (const name of await readdir(ODD_AUDIO)) {
      const outcome = await tryFile(transcoder, join(ODD_AUDIO, name));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    t.diagnostic(JSON.stringify(Object.fromEntries(outcomes)));
    assert.ok((outcomes.get('transcoded') ?? 0) > 50);
    await transcoder.close();
  });

  it(`${MUTATIONS} damaged files crash nothing, and leave nothing behind`, async (t) => {
    const openFiles = countOpenFiles();
    const { transcoder, pool } = openTestTranscoder('node-av');
    const random = seededRandom(SEED);
    const seenPids = new Set<number>();
    const outcomes = new Map<string, number>();
    for (let number = 0; number < MUTATIONS; number++) {
      const original = MUTATED[number % MUTATED.length] ?? '';
      const path = join(folder, `damaged-${original}`);
      await writeFile(path, mutate(await readFile(join(folder, original)), random));
      const outcome = await tryFile(transcoder, path, String(number));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      for (const pid of pool.pids) seenPids.add(pid);
      await rm(path);
    }
    t.diagnostic(JSON.stringify({ ...Object.fromEntries(outcomes), children: seenPids.size }));
    await transcoder.close();
    assert.ok(![...seenPids].some(isRunning));
    await eventually('no file stays open', () => countOpenFiles() <= openFiles);
    assert.ok((await readdir(folder)).every((name) => MUTATED.includes(name)));
  });
});

const AWAY = { code: 'unavailable', message: /is away/ };

/** Files of the disk as if they lay in a bucket, which gives the first share of each and then breaks. */
class BreakingStore extends DiskMediaStore {
  brokenShare = 1;
  endsEarly = false;

  override async openFile(location: string): Promise<OpenFile> {
    const file = await super.openFile(toPath(location));
    return {
      ...file,
      read: (target, length, position) => {
        const isBroken = this.brokenShare < 1 && position + length > this.brokenShare * file.sizeBytes;
        if (isBroken) return Promise.reject(new DomainError('unavailable', 'The store is away.'));
        return this.endsEarly && position > 0 ? Promise.resolve(0) : file.read(target, length, position);
      },
    };
  }

  override findFile(location: string): Promise<StoredFile | undefined> {
    return super.findFile(toPath(location));
  }
}

const toPath = (location: string): string => location.replace('s3://music', '');

/** Probes a file, and encodes its middle. @returns the code of the refusal; anything else than a refusal fails the test */
async function tryFile(transcoder: Transcoder, location: string, revision = '1'): Promise<string> {
  try {
    const input = { location, revision };
    const { durationSamples, sampleRateHz } = await transcoder.probe(input);
    assert.ok(durationSamples > 0 && sampleRateHz > 0, location);
    const length = Math.max(1, Math.round((durationSamples / sampleRateHz) * RATE_HZ));
    const middle = Math.floor(length / 2);
    const place = { startSample: middle, endSample: middle + RATE_HZ, durationSamples: length };
    const { packets } = await transcoder.encodeSegment({ input, target: AAC, ...place });
    assert.ok(packets.length > 0 || middle < AAC.sampleRateHz, location);
    return 'transcoded';
  } catch (error) {
    if (error instanceof DomainError)
      return error.message.startsWith('The decoder') ? `${error.code}: ${error.message}` : error.code;
    throw error;
  }
}

import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { chromiumPath } from './support/browser.ts';
import type { LabMedia } from './support/engine-lab/lab-media.ts';
import type { LabRun } from './support/engine-lab/lab.ts';
import { findDelay } from './support/engine-lab/measure-join.ts';
import { openLab, type Lab } from './support/engine-lab/open-lab.ts';
import {
  decodeParts,
  makeNoise,
  makeRecording,
  writeParts,
  type AlbumCodec,
} from './support/engine-lab/split-album.ts';
import { hasProgram } from './support/programs.ts';

const SAMPLE_RATE_HZ = 48_000;
const SECONDS = 5.5;
const SILENT = 2e-4;
const SHORTEST_PAUSE = 48;
/** What a click may have at most; a decoder that did not run up is off by -16 dBFS. */
const LOUDEST_CHANGE_DB = -60;

interface Encoding {
  codec: AlbumCodec;
  bitrateKbps: number;
  /** Of a variable rate, as LAME counts it. */
  quality?: string;
}

const skip = !chromiumPath ? 'there is no Chromium' : !hasProgram('ffmpeg') ? 'there is no ffmpeg' : false;

/** The longest run of silence between the first and the last sound, in samples of what was heard. */
function findPause(heard: Float32Array): { from: number; to: number } {
  const isSound = (sample: number): boolean => Math.abs(sample) > SILENT;
  const last = heard.findLastIndex(isSound);
  let pause = { from: 0, to: 0 };
  let from = heard.findIndex(isSound);
  for (let at = from; at <= last; at += 1) {
    if (!isSound(heard[at] ?? 0)) continue;
    if (at - from > pause.to - pause.from) pause = { from, to: at };
    from = at + 1;
  }
  return pause;
}

describe('what the engine does when the network fails', { skip, timeout: 360_000 }, () => {
  let lab: Lab;
  const recording = makeRecording('music', { sampleRateHz: SAMPLE_RATE_HZ, seconds: SECONDS });
  before(async () => {
    lab = await openLab();
  });
  after(() => lab?.close());

  async function encode({ codec, bitrateKbps, quality }: Encoding) {
    const name = `${codec}${quality ?? bitrateKbps}`;
    // Each decoder of AAC makes up noise of its own where the encoder leaves that to it.
    const own = codec === 'aac' ? ['-aac_pns', '0'] : [];
    const rate = quality ? ['-b:a', '0', '-q:a', quality] : ['-b:a', `${bitrateKbps}k`];
    const args = codec === 'flac' ? [] : [...rate, ...own];
    const options = { cuts: [], codec, folder: lab.folder, name, sampleRateHz: SAMPLE_RATE_HZ, args };
    const [file = ''] = await writeParts(recording, options);
    return { file, codec, bitrateKbps };
  }

  /** Plays tracks, each with its renditions, over a link that `disturb` may change with each request. */
  async function play(
    tracks: LabMedia['tracks'],
    disturb: LabMedia['onRequest'],
    { kbps, ...run }: Partial<LabRun> & { kbps: number | null },
  ) {
    lab.media.reset(tracks);
    lab.media.kbps = kbps;
    lab.media.onRequest = disturb;
    const result = await lab.run({
      files: [],
      network: { tracks: tracks.length },
      isAlbum: false,
      sampleRateHz: SAMPLE_RATE_HZ,
      limitSeconds: SECONDS + 9,
      ...run,
    });
    return { ...result, names: result.events.map(({ name }) => name) };
  }

  /** Where the recording is at a piece of it, in samples of what was heard. */
  const find = (heard: Float32Array, from: number, expected: number): number =>
    findDelay(heard, recording, { from, length: 4_096, expected: Math.round(expected), reach: 2_400 });

  /** How far the sound before and behind the pause is from one recording, in milliseconds, and how long the pause is. */
  function measurePause(heard: Float32Array): { pauseMs: number; lostMs: number } {
    const first = find(
      heard,
      4_800,
      heard.findIndex((sample) => Math.abs(sample) > 1e-3),
    );
    const pause = findPause(heard);
    const pauseSamples = pause.to - pause.from;
    const last = find(heard, recording.length - 9_600, first + pauseSamples);
    return {
      pauseMs: (pauseSamples * 1000) / SAMPLE_RATE_HZ,
      // A few samples near zero are none.
      lostMs: ((last - first - (pauseSamples > SHORTEST_PAUSE ? pauseSamples : 0)) * 1000) / SAMPLE_RATE_HZ,
    };
  }

  /** What is heard is one of the renditions at every moment, as if it had been played from its start, and no sample is lost between them. */
  async function assertUnheard(
    heard: Float32Array,
    renditions: readonly { file: string; codec: AlbumCodec }[],
    context: TestContext,
  ): Promise<void> {
    const options = { folder: lab.folder, edges: [0, recording.length], sampleRateHz: SAMPLE_RATE_HZ };
    const decoded = await Promise.all(renditions.map(({ file, codec }) => decodeParts([file], { ...options, codec })));
    const first = find(
      heard,
      4_800,
      heard.findIndex((sample) => Math.abs(sample) > 1e-3),
    );
    const change = findChange(heard, decoded, Math.round(first));
    context.diagnostic(
      `differs by ${change.differenceDb.toFixed(1)} dBFS, changes after ${change.seconds.toFixed(2)} s`,
    );
    assert.ok(change.seconds > 0.5 && change.seconds < SECONDS - 0.5, `a change after ${change.seconds} s`);
    assert.ok(change.differenceDb < LOUDEST_CHANGE_DB, `${change.differenceDb} dBFS from either of them`);
  }

  /** Where one decoded sound goes over into the other, so that what was heard differs least from both; the edges are left out. */
  function findChange(heard: Float32Array, [first, second]: readonly Float32Array[], delaySamples: number) {
    const [from, to] = [4_800, recording.length - 4_800];
    const errorOf = (decoded: Float32Array | undefined, at: number): number =>
      Math.abs((heard[at + delaySamples] ?? 0) - (decoded?.[at] ?? 0));
    // From each place to the end.
    const largestBehind = new Float32Array(to + 1);
    for (let at = to - 1; at >= from; at -= 1)
      largestBehind[at] = Math.max(largestBehind[at + 1] ?? 0, errorOf(second, at));
    let least = { difference: Number.POSITIVE_INFINITY, at: from };
    let largestBefore = 0;
    for (let at = from; at < to; at += 1) {
      const difference = Math.max(largestBefore, largestBehind[at] ?? 0);
      if (difference < least.difference) least = { difference, at };
      largestBefore = Math.max(largestBefore, errorOf(first, at));
    }
    return { differenceDb: 20 * Math.log10(least.difference + 1e-9), seconds: least.at / SAMPLE_RATE_HZ };
  }

  const once = (file: string, index: number, task: () => void): LabMedia['onRequest'] => {
    let isDone = false;
    return (request) => {
      if (isDone || request.file !== file || request.index !== index) return;
      isDone = true;
      task();
    };
  };

  for (const { what, from, to, kbps } of [
    {
      what: 'another rate of one codec',
      from: { codec: 'aac', bitrateKbps: 256 },
      to: { codec: 'aac', bitrateKbps: 96 },
      kbps: 150,
    },
    {
      what: 'another codec in the middle of a segment',
      from: { codec: 'flac', bitrateKbps: 700 },
      to: { codec: 'opus', bitrateKbps: 48 },
      kbps: 150,
    },
  ] as const)
    test(`a link that gets slow is heard as ${what}, and the change is not heard`, async (context) => {
      const [best, low] = [await encode(from), await encode(to)];
      const slowDown = once(best.file, 2, () => {
        lab.media.kbps = kbps;
      });
      const { samples, names } = await play([[best, low]], slowDown, { kbps: 6_000 });
      assert.ok(names.includes(`quality ${low.bitrateKbps}`), names.join(', '));
      assert.ok(!names.includes('stalled') && names.includes('ended'), names.join(', '));
      await assertUnheard(samples, [best, low], context);
    });

  for (const { what, from, to } of [
    { what: 'mp3 to opus', from: { codec: 'mp3', bitrateKbps: 256 }, to: { codec: 'opus', bitrateKbps: 160 } },
    // Better than what it takes over from: nothing lies so far ahead that it had to be taken back.
    { what: 'opus to mp3', from: { codec: 'opus', bitrateKbps: 96 }, to: { codec: 'mp3', bitrateKbps: 128 } },
    {
      what: 'mp3 to mp3 of a variable rate',
      from: { codec: 'mp3', bitrateKbps: 256 },
      to: { codec: 'mp3', bitrateKbps: 190, quality: '2' },
    },
  ] as const)
    test(`another quality that is chosen is not heard as a change: ${what}`, async (context) => {
      const renditions = [await encode(from), await encode(to)];
      const speedUp: LabMedia['onRequest'] = ({ file }) => {
        if (file === renditions[1]?.file) lab.media.kbps = null;
      };
      const { samples, names } = await play([renditions], speedUp, { kbps: 600, lowQualityAfterSeconds: 0.7 });
      assert.ok(names.includes(`quality ${to.bitrateKbps}`) && names.includes('ended'), names.join(', '));
      assert.ok(!names.includes('stalled'), names.join(', '));
      await assertUnheard(samples, renditions, context);
    });

  test('addresses that have ended are renewed without anything to be heard', async (context) => {
    const track = await encode({ codec: 'aac', bitrateKbps: 128 });
    const expire = once(track.file, 2, () => lab.media.expire());
    const { samples, names } = await play([[track]], expire, { kbps: 400 });
    const { pauseMs, lostMs } = measurePause(samples);
    context.diagnostic(`pause ${pauseMs.toFixed(2)} ms, shift ${lostMs.toFixed(3)} ms`);
    assert.deepEqual(
      lab.media.served.filter(({ status }) => status !== 200).map(({ index }) => index),
      [2],
    );
    assert.ok(!names.includes('stalled') && names.includes('ended'), names.join(', '));
    assert.ok(pauseMs <= 1 && Math.abs(lostMs) <= 1);
  });

  test('without a network the sound waits, and goes on where it was', async (context) => {
    const track = await encode({ codec: 'aac', bitrateKbps: 128 });
    const unplug = once(
      track.file,
      3,
      () =>
        void lab
          .setOffline(true)
          .then(() => delay(3_000))
          .then(() => lab.setOffline(false)),
    );
    const { samples, names } = await play([[track]], unplug, { kbps: 180 });
    const { pauseMs, lostMs } = measurePause(samples);
    context.diagnostic(`pause ${pauseMs.toFixed(0)} ms, ${lostMs.toFixed(1)} ms lost`);
    assert.deepEqual(
      names.filter((name) => ['stalled', 'recovered', 'ended'].includes(name) || name.startsWith('failed')),
      ['stalled', 'recovered', 'ended'],
    );
    assert.ok(pauseMs < 4_000 && Math.abs(lostMs) < 50, `${pauseMs} ms, ${lostMs} ms`);
  });

  test('a server that starts again is waited for', async (context) => {
    const track = await encode({ codec: 'aac', bitrateKbps: 128 });
    const restart = once(track.file, 2, () => {
      lab.media.stop();
      void delay(2_500).then(() => lab.media.start());
    });
    const { samples, names } = await play([[track]], restart, { kbps: 180 });
    const { pauseMs, lostMs } = measurePause(samples);
    context.diagnostic(`pause ${pauseMs.toFixed(0)} ms, ${lostMs.toFixed(1)} ms lost`);
    assert.ok(names.includes('ended') && !names.some((name) => name.startsWith('failed')), names.join(', '));
    assert.ok(Math.abs(lostMs) < 50, `${lostMs} ms`);
  });

  test('a browser that holds less than was thought plays on', async () => {
    const sampleRateHz = 96_000;
    const noise = makeNoise({ amplitude: 0.2, seed: 1, samples: 36 * sampleRateHz });
    const args = ['-ac', '2', '-sample_fmt', 's32', '-af', 'pan=stereo|c0=c0|c1=-0.7*c0'];
    const [file = ''] = await writeParts(noise, {
      cuts: [],
      codec: 'flac',
      folder: lab.folder,
      name: 'big',
      sampleRateHz,
      args,
    });
    // So that all 21 MB are fetched ahead, of which Chromium takes twelve, and gives back by itself what was heard meanwhile.
    const { names } = await play([[{ file, bitrateKbps: 64 }]], () => undefined, {
      kbps: null,
      speed: 2,
      limitSeconds: 26,
    });
    assert.ok(names.includes('full'), names.join(', '));
    assert.ok(names.includes('ended') && !names.includes('stalled'), names.join(', '));
  });

  test('a browser that wants no data gets only what is heard in a moment', async () => {
    const seconds = 20;
    const long = makeNoise({ amplitude: 0.2, seed: 2, samples: seconds * SAMPLE_RATE_HZ });
    const options = { cuts: [], codec: 'aac' as const, folder: lab.folder, sampleRateHz: SAMPLE_RATE_HZ };
    const [file = ''] = await writeParts(long, { ...options, name: 'long' });
    const { names } = await play([[{ file, bitrateKbps: 256 }]], () => undefined, {
      kbps: null,
      dataWantedAfterSeconds: 2,
      limitSeconds: 3,
    });
    const asked = lab.media.served.map((request) => request.file);
    const wanted = asked.indexOf('wanted');
    assert.ok(wanted > 5 && wanted <= 13, `${wanted} requests`);
    assert.ok(asked.length - wanted > 8, `${asked.length} requests in all`);
    assert.ok(names.includes('playing') && !names.includes('stalled'), names.join(', '));
  });

  test('another quality that is chosen comes with the next segments, without a pause', async (context) => {
    const [best, low] = [
      await encode({ codec: 'aac', bitrateKbps: 256 }),
      await encode({ codec: 'aac', bitrateKbps: 96 }),
    ];
    const { samples, names } = await play(
      [
        [best, low],
        [best, low],
      ],
      () => undefined,
      {
        kbps: 1_000,
        lowQualityAfterSeconds: 0.6,
      },
    );
    await assertUnheard(samples, [best, low], context);
    assert.ok(
      names.includes('quality 96') && names.includes('advanced') && !names.includes('stalled'),
      names.join(', '),
    );
    const lastOfBest = lab.media.served.findLastIndex(({ file }) => file === best.file);
    const later = lab.media.served.slice(lastOfBest + 1).map(({ index }) => index);
    assert.ok(later.includes(SECONDS - 0.5) && later.includes(0), `${later.join(', ')} of the lower rate`);
  });

  test('the last track ends also when what was heard of it had to go before', async () => {
    const seconds = 45;
    const long = makeRecording('sine', { sampleRateHz: SAMPLE_RATE_HZ, seconds });
    const options = {
      cuts: [],
      codec: 'opus',
      folder: lab.folder,
      name: 'long',
      sampleRateHz: SAMPLE_RATE_HZ,
    } as const;
    const [file = ''] = await writeParts(long, options);
    // All of it has come by then; behind the place there is more than is kept.
    const seek = { afterSeconds: 1.5, toSeconds: seconds - 2 };
    const track = { file, codec: 'opus', bitrateKbps: 64 };
    const { names } = await play([[track]], () => undefined, { kbps: null, seek, limitSeconds: 9 });
    assert.ok(lab.media.served.some(({ index }) => index === seconds - 1));
    assert.ok(names.includes('ended'), names.join(', '));
  });

  test('a place that a shorter file does not have any more begins what follows', async () => {
    const track = await encode({ codec: 'flac', bitrateKbps: 700 });
    const run = { kbps: null, start: { positionMs: (SECONDS + 2) * 1000 } };
    const { names, events } = await play([[track], [track]], () => undefined, run);
    const advanced = events.find(({ name }) => name === 'advanced');
    assert.ok(advanced && advanced.positionMs < 1_000, JSON.stringify(events));
    assert.ok(names.includes('ended'), names.join(', '));
  });

  test('a place just before the end of a segment is no damage', async () => {
    const track = await encode({ codec: 'opus', bitrateKbps: 128 });
    // Segments of a second, less the 312 samples that its decoder drops at the start.
    const toSeconds = 4 - 312 / SAMPLE_RATE_HZ - 0.005;
    const { names } = await play([[track]], () => undefined, { kbps: 250, seek: { afterSeconds: 0.8, toSeconds } });
    assert.ok(!names.some((name) => name.startsWith('failed')), names.join(', '));
    assert.ok(names.includes('ended'), names.join(', '));
  });

  test('a file that goes away is heard as far as it was loaded', async () => {
    const track = await encode({ codec: 'aac', bitrateKbps: 128 });
    const remove = once(track.file, 3, () => lab.media.faults.set(track.file, 'gone'));
    const { names, events } = await play([[track]], remove, { kbps: null });
    const failure = events.find(({ name }) => name === 'failed missing');
    assert.ok(failure && failure.positionMs > 2_700, `${names.join(', ')} at ${failure?.positionMs} ms`);
  });

  for (const fault of ['gone', 'damaged'] as const)
    test(`a following track that is ${fault} leaves the one before it to play to its end`, async () => {
      const [first, second] = [
        await encode({ codec: 'aac', bitrateKbps: 128 }),
        await encode({ codec: 'flac', bitrateKbps: 700 }),
      ];
      const spoil = once(first.file, 0, () => lab.media.faults.set(second.file, fault));
      const { names, events } = await play([[first], [second]], spoil, { kbps: null });
      assert.ok(lab.media.served.some(({ file }) => file === second.file));
      assert.ok(!names.some((name) => name.startsWith('failed')), names.join(', '));
      const end = events.find(({ name }) => name === 'ended');
      assert.ok(end && end.positionMs > SECONDS * 1000 - 100, `${names.join(', ')} at ${end?.positionMs} ms`);
    });

  test('a track that the browser refuses altogether fails, and the page lives on', async () => {
    // Chromium takes no layout of AAC that is described by itself (program config element, ISO 14496-3, 4.5.1.2).
    const args = ['-af', 'pan=quad|c0=c0|c1=c0|c2=c0|c3=c0'];
    const options = { cuts: [], codec: 'aac', folder: lab.folder, name: 'quad', sampleRateHz: SAMPLE_RATE_HZ } as const;
    const files = await writeParts(recording.subarray(0, SAMPLE_RATE_HZ), { ...options, args });
    const { events } = await lab.run({ files, isAlbum: false, sampleRateHz: SAMPLE_RATE_HZ, limitSeconds: 5 });
    assert.ok(
      events.some(({ name }) => name === 'failed damaged'),
      events.map(({ name }) => name).join(', '),
    );
  });
});

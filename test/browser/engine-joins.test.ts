import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chromiumPath } from './support/browser.ts';
import { findDelay, measureJoin, type JoinMeasure } from './support/engine-lab/measure-join.ts';
import { openLab, type Lab } from './support/engine-lab/open-lab.ts';
import {
  decodeParts,
  makeRecording,
  writeParts,
  type AlbumCodec,
  type Recording,
} from './support/engine-lab/split-album.ts';
import { hasProgram } from './support/programs.ts';

/** In milliseconds. */
const longestGapMs: Record<AlbumCodec, number> = { flac: 1, opus: 1, mp3: 1, vorbis: 1, aac: 3 };
const LOUDEST_CLICK_DB = -60;
const rates: Record<AlbumCodec, number> = { flac: 44_100, opus: 48_000, mp3: 44_100, aac: 44_100, vorbis: 44_100 };
/** Lower ones are played at a multiple, see `writeWideInit`. */
const LOWEST_KEPT_RATE_HZ = 44_100;
const SECONDS = 3.6;
/** Not where packets of any codec end. The second part of MP3 needs a last frame that Chromium counts behind the end. */
const CUTS_SECONDS = [1.2345, 2.7777];

interface Album {
  codec: AlbumCodec;
  kind: Recording;
  /** What is not as usual; nothing for the usual. */
  what?: string;
  args?: readonly string[];
  sampleRateHz?: number;
  cutsSeconds?: readonly number[];
}

const usual = (['flac', 'opus', 'mp3', 'aac', 'vorbis'] as const).flatMap((codec) =>
  (['sine', 'sweep', 'music'] as const).map((kind): Album => ({ codec, kind })),
);

const unusual: readonly Album[] = [
  {
    codec: 'flac',
    kind: 'music',
    what: '24 bits, stereo',
    args: ['-sample_fmt', 's32', '-ac', '2'],
    sampleRateHz: 96_000,
  },
  { codec: 'opus', kind: 'music', what: 'long packets of low rate', args: ['-frame_duration', '60', '-b:a', '32k'] },
  { codec: 'opus', kind: 'music', what: 'of speech', args: ['-b:a', '24k', '-application', 'voip'] },
  { codec: 'opus', kind: 'music', what: 'a last segment of 30 ms', cutsSeconds: [4.03] },
  {
    codec: 'mp3',
    kind: 'music',
    what: 'stereo of constant rate',
    args: ['-b:a', '320k', '-ac', '2'],
    sampleRateHz: 48_000,
  },
  { codec: 'mp3', kind: 'sweep', what: 'low sample rate', args: ['-b:a', '64k'], sampleRateHz: 24_000 },
  { codec: 'flac', kind: 'sweep', what: 'low sample rate', sampleRateHz: 24_000 },
  { codec: 'aac', kind: 'music', what: 'stereo of low rate', args: ['-b:a', '96k', '-ac', '2'], sampleRateHz: 48_000 },
  { codec: 'vorbis', kind: 'sine', what: 'stereo of low rate', args: ['-q:a', '2', '-ac', '2'], sampleRateHz: 48_000 },
];

const skip = !chromiumPath ? 'there is no Chromium' : !hasProgram('ffmpeg') ? 'there is no ffmpeg' : false;

describe('tracks that were one recording', { skip, timeout: 480_000 }, () => {
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab?.close());

  async function measure(album: Album, name: string): Promise<JoinMeasure[]> {
    const { codec, kind, args, cutsSeconds = CUTS_SECONDS, sampleRateHz = rates[codec] } = album;
    const seconds = Math.max(SECONDS, (cutsSeconds.at(-1) ?? 0) + 0.6);
    const recording = makeRecording(kind, { sampleRateHz, seconds });
    const cuts = cutsSeconds.map((cut) => Math.round(cut * sampleRateHz));
    const { folder } = lab;
    const files = await writeParts(recording, { cuts, codec, folder, name, sampleRateHz, args });
    const { samples, events } = await lab.run({ files, isAlbum: true, sampleRateHz, limitSeconds: seconds + 6 });
    assert.deepEqual(
      events.map(({ name: event }) => event).filter((event) => ['playing', 'advanced', 'stalled'].includes(event)),
      ['playing', ...cuts.map(() => 'advanced')],
    );
    const edges = [0, ...cuts, recording.length];
    const ideal = await decodeParts(files, { folder, codec, edges, sampleRateHz });
    const first = samples.findIndex((sample) => Math.abs(sample) > 1e-3);
    const piece = { from: Math.round(0.3 * sampleRateHz), length: 8_192, expected: first, reach: 200 };
    const delay = findDelay(samples, recording, piece);
    return cuts.map((cut) =>
      measureJoin(samples, recording, {
        ideal,
        reachMs: kind === 'sine' ? 4.5 : 40,
        delay,
        cut,
        sampleRateHz,
        isResampled: sampleRateHz < LOWEST_KEPT_RATE_HZ,
      }),
    );
  }

  for (const [number, album] of [...usual, ...unusual].entries()) {
    const { codec, kind, what } = album;
    test(`join without a gap: ${[codec, kind, what].filter(Boolean).join(', ')}`, async (context) => {
      const joins = await measure(album, `album${number}`);
      for (const { silenceMs, shiftMs, clickDb } of joins) {
        context.diagnostic(
          `silence ${silenceMs.toFixed(2)} ms, shift ${shiftMs.toFixed(3)} ms, click ${clickDb.toFixed(1)} dBFS`,
        );
        assert.ok(silenceMs <= longestGapMs[codec], `${silenceMs} ms of silence`);
        assert.ok(Math.abs(shiftMs) <= longestGapMs[codec], `a shift of ${shiftMs} ms`);
        assert.ok(clickDb < LOUDEST_CLICK_DB, `a click of ${clickDb} dBFS`);
      }
    });
  }

  test('join without a gap: each track in another codec', async (context) => {
    const codecs = ['mp3', 'flac', 'mp3', 'aac', 'vorbis', 'opus'] as const;
    const sampleRateHz = 48_000;
    // The second is longer than a segment. Of Vorbis in a single page of sound, FFmpeg 5 leaves out the first 128 samples.
    const edges = [0, 0.7, 5.1, 5.7, 6.3, 7.7, 8.3].map((seconds) => Math.round(seconds * sampleRateHz));
    const recording = makeRecording('music', { sampleRateHz, seconds: 8.3 });
    const files: string[] = [];
    const ideal = new Float32Array(recording.length);
    for (const [index, codec] of codecs.entries()) {
      const { folder } = lab;
      const part = recording.subarray(edges[index], edges[index + 1]);
      // Each decoder makes up noise of its own where the encoder leaves that to it.
      const args = codec === 'aac' ? ['-aac_pns', '0'] : [];
      const written = await writeParts(part, { cuts: [], codec, folder, name: `mixed${index}`, sampleRateHz, args });
      ideal.set(await decodeParts(written, { folder, codec, edges: [0, part.length], sampleRateHz }), edges[index]);
      files.push(...written);
    }
    const { samples, events } = await lab.run({ files, isAlbum: true, sampleRateHz, limitSeconds: 14 });
    const passed = events.map(({ name }) => name).filter((name) => name === 'advanced' || name.startsWith('failed'));
    assert.deepEqual(
      passed,
      Array.from({ length: 5 }, () => 'advanced'),
    );
    const first = samples.findIndex((sample) => Math.abs(sample) > 1e-3);
    const piece = { from: Math.round(0.3 * sampleRateHz), length: 8_192, expected: first, reach: 200 };
    const delay = findDelay(samples, recording, piece);
    for (const cut of edges.slice(1, -1)) {
      const join = measureJoin(samples, recording, { ideal, reachMs: 40, delay, cut, sampleRateHz });
      context.diagnostic(
        `silence ${join.silenceMs.toFixed(2)} ms, shift ${join.shiftMs.toFixed(3)} ms, click ${join.clickDb.toFixed(1)} dBFS`,
      );
      assert.ok(join.silenceMs <= 3 && Math.abs(join.shiftMs) <= 3 && join.clickDb < LOUDEST_CLICK_DB);
    }
  });

  test('a track in two channels keeps both and its treble behind one in one channel and of a low rate', async (context) => {
    const sampleRateHz = 48_000;
    const low = makeRecording('sine', { sampleRateHz: sampleRateHz / 2, seconds: 0.5 });
    const treble = Float32Array.from(
      { length: sampleRateHz / 2 },
      (_, index) => 0.4 * Math.sin((index * 5 * Math.PI) / 8),
    );
    const options = { cuts: [], folder: lab.folder };
    for (const codec of ['flac', 'mp3', 'opus'] as const) {
      const mono = await writeParts(low, { ...options, codec, name: 'mono', sampleRateHz: sampleRateHz / 2 });
      const leftOnly = ['-af', 'pan=stereo|c0=c0|c1=0*c0'];
      const stereo = await writeParts(treble, { ...options, codec, name: 'left-only', sampleRateHz, args: leftOnly });
      const heard = await lab.run({ files: [...mono, ...stereo], isAlbum: true, sampleRateHz, limitSeconds: 6 });
      const first = heard.samples.findIndex((sample) => Math.abs(sample) > 1e-3);
      const [left = 0, right = 0] = [0, 1].map((channel) => {
        const from = 2 * (first + 0.6 * sampleRateHz);
        const middle = heard.stereo.subarray(from, from + sampleRateHz / 2).filter((_, index) => index % 2 === channel);
        return middle.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
      });
      context.diagnostic(`${codec}: left ${left.toFixed(3)}, right ${right.toFixed(3)}`);
      assert.ok(left > 0.36 && right < 0.02, codec);
    }
  });
});

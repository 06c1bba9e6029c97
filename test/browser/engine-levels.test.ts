import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { chromiumPath } from './support/browser.ts';
import type { LabRun } from './support/engine-lab/lab.ts';
import { openLab, type Lab } from './support/engine-lab/open-lab.ts';
import { makeNoise, writeParts } from './support/engine-lab/split-album.ts';
import { hasProgram } from './support/programs.ts';

const SAMPLE_RATE_HZ = 44_100;
const WINDOW = Math.round(0.25 * SAMPLE_RATE_HZ);

const skip = !chromiumPath ? 'there is no Chromium' : !hasProgram('ffmpeg') ? 'there is no ffmpeg' : false;

/** Power of each window, in dB of full scale. */
function levelsDb(samples: Float32Array, length = WINDOW): number[] {
  const levels: number[] = [];
  for (let from = 0; from + length <= samples.length; from += length) {
    const window = samples.subarray(from, from + length);
    levels.push(10 * Math.log10(window.reduce((sum, sample) => sum + sample * sample, 1e-12) / length));
  }
  return levels;
}

describe('how loud the engine plays', { skip, timeout: 360_000 }, () => {
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab?.close());

  async function writeTracks(name: string, amplitudes: readonly number[], seconds: number): Promise<string[]> {
    const files: string[] = [];
    for (const [seed, amplitude] of amplitudes.entries()) {
      const noise = makeNoise({ amplitude, seed: seed + 1, samples: SAMPLE_RATE_HZ * seconds });
      const options = { cuts: [], codec: 'flac' as const, folder: lab.folder, sampleRateHz: SAMPLE_RATE_HZ };
      files.push(...(await writeParts(noise, { ...options, name: `${name}${seed}` })));
    }
    return files;
  }

  test('a crossfade keeps the power of two tracks even', async (context) => {
    const files = await writeTracks('fade', [0.25, 0.25], 8);
    const { samples, events } = await lab.run({
      files,
      isAlbum: false,
      sampleRateHz: SAMPLE_RATE_HZ,
      crossfadeSeconds: 3,
      limitSeconds: 22,
    });
    const playing = levelsDb(samples)
      .filter((level) => level > -60)
      .slice(1, -1);
    const spread = Math.max(...playing) - Math.min(...playing);
    context.diagnostic(`${playing.length} windows within ${spread.toFixed(2)} dB`);
    const lengthSeconds = (playing.length * WINDOW) / SAMPLE_RATE_HZ;
    assert.ok(lengthSeconds < 14, `two tracks of 8 s with 3 s in common took ${lengthSeconds} s`);
    assert.ok(spread <= 1, `the power varies by ${spread} dB`);
    assert.ok(events.some(({ name }) => name === 'advanced'));
  });

  describe('a crossfade that is touched', () => {
    /** Low tones: what is no click goes up and down by less than that from sample to sample. */
    const LARGEST_STEP = 0.03;
    let files: string[];
    before(async () => {
      files = [];
      for (const hz of [80, 95, 110]) {
        const tone = Float32Array.from({ length: SAMPLE_RATE_HZ * 8 }, (_, at) =>
          Math.fround(0.4 * Math.sin((2 * Math.PI * hz * at) / SAMPLE_RATE_HZ)),
        );
        const options = { cuts: [], codec: 'flac' as const, folder: lab.folder, sampleRateHz: SAMPLE_RATE_HZ };
        files.push(...(await writeParts(tone, { ...options, name: `tone${hz}` })));
      }
    });

    /** The second track comes in 5 s after the first began. */
    async function playAndTouch(run: Pick<LabRun, 'touches' | 'seek'>, limitSeconds = 9.5): Promise<Float32Array> {
      const options = { isAlbum: false, sampleRateHz: SAMPLE_RATE_HZ, crossfadeSeconds: 3, limitSeconds };
      const { samples } = await lab.run({ files, ...options, ...run });
      return samples;
    }

    /** Near the touch alone: a machine that is busy drops some of the sound now and then. */
    const assertNoClick = (samples: Float32Array, touchedSeconds: number, context: TestContext): void => {
      const near = samples.subarray((touchedSeconds - 0.3) * SAMPLE_RATE_HZ, (touchedSeconds + 0.5) * SAMPLE_RATE_HZ);
      const steps = near.map((sample, at) => Math.abs(sample - (near[at - 1] ?? sample)));
      const largest = steps.reduce((most, step) => Math.max(most, step), 0);
      context.diagnostic(`largest step from sample to sample: ${largest.toFixed(4)}`);
      assert.ok(
        largest < LARGEST_STEP,
        `a click of ${largest}, ${steps.indexOf(largest) / SAMPLE_RATE_HZ - 0.3} s off`,
      );
    };

    test('does not click where it is paused, and goes on', async (context) => {
      const touches = [
        { afterSeconds: 6.5, what: 'pause' as const },
        { afterSeconds: 7.2, what: 'play' as const },
      ];
      const samples = await playAndTouch({ touches });
      assertNoClick(samples, 6.5, context);
      assert.ok((levelsDb(samples.subarray(SAMPLE_RATE_HZ * 8.5)).at(0) ?? -120) > -13);
    });

    test('does not click where it is skipped', async (context) => {
      assertNoClick(await playAndTouch({ touches: [{ afterSeconds: 6.5, what: 'skip' }] }, 7.5), 6.5, context);
    });

    test('keeps its power where a seek leads into it', async (context) => {
      const samples = await playAndTouch({ seek: { afterSeconds: 2, toSeconds: 5.5 } }, 7);
      assertNoClick(samples, 2, context);
      const levels = levelsDb(samples).slice(0, -4);
      const quietest = Math.min(...levels.slice(levels.findIndex((level) => level > -60) + 1));
      context.diagnostic(`quietest quarter of a second: ${quietest.toFixed(2)} dB`);
      assert.ok(quietest > -16, `${quietest} dB`);
    });
  });

  test('an album that runs on is not faded', async () => {
    const files = await writeTracks('album', [0.25, 0.25], 4);
    const { samples } = await lab.run({
      files,
      isAlbum: true,
      sampleRateHz: SAMPLE_RATE_HZ,
      crossfadeSeconds: 3,
      limitSeconds: 16,
    });
    const playing = levelsDb(samples).filter((level) => level > -60);
    assert.ok((playing.length * WINDOW) / SAMPLE_RATE_HZ > 7.2);
  });

  test('tracks of different loudness play equally loud, and below the ceiling', async (context) => {
    const amplitudes = [0.3, 0.03, 0.3];
    const gainsDb = amplitudes.map((amplitude) => 20 * Math.log10(0.25 / amplitude));
    const files = await writeTracks('level', amplitudes, 5);
    const { samples, events } = await lab.run({
      files,
      isAlbum: false,
      sampleRateHz: SAMPLE_RATE_HZ,
      gainsDb,
      // A level that falls needs no graph: the recorder does.
      equalizerDb: Array.from({ length: 10 }, () => 0),
      levelling: { mode: 'track', preampDb: 0 },
      limitSeconds: 22,
    });
    assert.equal(events.filter(({ name }) => name === 'advanced').length, 2);
    const levels = levelsDb(samples);
    const first = levels.findIndex((level) => level > -60);
    const middles = [0, 1, 2].map((track) => {
      const from = first + Math.round(((track * 5 + 1) * SAMPLE_RATE_HZ) / WINDOW);
      const part = levels.slice(from, from + Math.round((3 * SAMPLE_RATE_HZ) / WINDOW));
      return part.reduce((sum, level) => sum + level, 0) / part.length;
    });
    context.diagnostic(middles.map((level) => level.toFixed(2)).join(' dB, '));
    assert.ok(Math.max(...middles) - Math.min(...middles) < 1, middles.join(' '));
    // A loud track that began at the level of the quiet one before it would be 20 dB louder here.
    const loudest = Math.max(...levelsDb(samples, Math.round(0.02 * SAMPLE_RATE_HZ)));
    context.diagnostic(`loudest 20 ms: ${loudest.toFixed(2)} dB`);
    assert.ok(loudest < Math.max(...middles) + 8, `${loudest} dB`);
  });

  test('an album that is played in its order has one level, whatever its songs have by themselves', async (context) => {
    const files = await writeTracks('whole', [0.3, 0.3], 4);
    const { samples, events } = await lab.run({
      files,
      isAlbum: true,
      sampleRateHz: SAMPLE_RATE_HZ,
      gainsDb: [-9, -3],
      albumGainDb: -6,
      levelling: { mode: 'auto', preampDb: 0 },
      limitSeconds: 14,
    });
    assert.equal(events.filter(({ name }) => name === 'advanced').length, 1);
    const levels = levelsDb(samples).filter((level) => level > -60);
    const steady = levels.slice(levels.length >> 3, -(levels.length >> 3));
    const spreadDb = Math.max(...steady) - Math.min(...steady);
    context.diagnostic(`${spreadDb.toFixed(2)} dB between the loudest and the quietest`);
    assert.ok(spreadDb < 0.5, `${spreadDb} dB`);
  });

  test('a loud track does not begin at the level of a quiet one, also without a graph', async (context) => {
    const quiet = 0.05;
    const amplitudes = [quiet, 0.4];
    const files = await writeTracks('sink', amplitudes, 4);
    const { samples, events } = await lab.run({
      files,
      isAlbum: false,
      sampleRateHz: SAMPLE_RATE_HZ,
      gainsDb: amplitudes.map((amplitude) => 20 * Math.log10(quiet / amplitude)),
      levelling: { mode: 'track', preampDb: 0 },
      limitSeconds: 14,
    });
    assert.equal(events.filter(({ name }) => name === 'advanced').length, 1);
    const levels = levelsDb(samples, Math.round(0.01 * SAMPLE_RATE_HZ)).filter((level) => level > -60);
    const median = levels.toSorted((a, b) => a - b)[Math.floor(levels.length / 2)] ?? 0;
    const excessDb = Math.max(...levels) - median;
    context.diagnostic(`loudest 10 ms: ${excessDb.toFixed(2)} dB above the rest`);
    assert.ok(excessDb < 4, `${excessDb} dB`);
  });

  test('what is raised too far is held below -1 dB of full scale', async (context) => {
    const files = await writeTracks('loud', [0.5], 4);
    const { samples } = await lab.run({
      files,
      isAlbum: false,
      sampleRateHz: SAMPLE_RATE_HZ,
      gainsDb: [12],
      levelling: { mode: 'track', preampDb: 0 },
      limitSeconds: 10,
    });
    // The worklet is loaded with the first track that needs it.
    const settled = samples.subarray(SAMPLE_RATE_HZ * 2);
    const peakDb = 20 * Math.log10(settled.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 1e-9));
    context.diagnostic(`peak ${peakDb.toFixed(2)} dBFS`);
    assert.ok(peakDb <= -1 && peakDb > -6, `${peakDb} dBFS`);
  });
});

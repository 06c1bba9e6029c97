import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isInstalled } from '#test/transcoding/open-test-transcoder.ts';
import type { SoundSource } from './sound-source.ts';

const RATE_HZ = 44_100;
const SECONDS = 12;
/** Beats, for which Vorbis changes to short blocks, over tones that rise, so that each place sounds unlike all others. */
const BEATS = 'exp(-60*(t-0.173*floor(t/0.173)))*(random(0)*2-1)+0.1*sin(2*PI*(200*t+90*t*t))';
/** Of one place to the next: another part of the beat each time. */
const STEP_SAMPLES = 4111;

const hasAll = isInstalled('node-av') && spawnSync('ffmpeg', ['-version']).status === 0;

describe('sound that is read by its labels', { skip: hasAll ? false : 'ffmpeg and node-av are needed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-labels-'));
  after(() => rmSync(folder, { recursive: true }));

  for (const [name, ...options] of [
    ['pages-of-a-second.ogg'],
    ['small-pages.ogg', '-page_duration', '50000'],
  ] as const) {
    it(`${name}: is at its place wherever reading begins, also between long and short blocks`, async () => {
      const path = join(folder, name);
      const input = ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', `aevalsrc=${BEATS}:s=${RATE_HZ}:d=${SECONDS}`];
      execFileSync('ffmpeg', [...input, '-c:a', 'libvorbis', '-q:a', '4', ...options, path]);
      const { DecodedSource } = await import('./decoded-source.ts');
      const source = new DecodedSource(`file:${path}`);
      try {
        assert.equal(source.timing.kind, 'labelled');
        const whole = Buffer.concat([...source.read(0)].map((block) => toBytes(block?.samples)));
        for (let sample = RATE_HZ; sample < (SECONDS - 1) * RATE_HZ; sample += STEP_SAMPLES) {
          const block = source.read(sample).find((read) => read !== undefined);
          assert.equal(block?.startSample, sample);
          const heard = toBytes(block.samples);
          const at = sample * Float32Array.BYTES_PER_ELEMENT;
          assert.ok(heard.equals(whole.subarray(at, at + heard.length)), `another place than ${sample}`);
        }
      } finally {
        source.close();
      }
    });
  }
});

/** Of each of two tones. */
const TONE_SECONDS = 4;
const TONES_HERTZ = [300, 700] as const;
/** Of which tones are told apart. */
const HEARD_SECONDS = 0.25;
/** Of each: AAC in ADTS keeps its delay. */
const MOST_OFF_SECONDS = 0.05;
/** As the numbers of streams in one file differ. */
const LATER = ['-serial_offset', '7'] as const;
const PASTED: readonly [title: string, name: string, ...options: (readonly string[])[]][] = [
  ['streams of Ogg', 'a.opus', ['-c:a', 'libopus'], ['-c:a', 'libopus', '-ac', '2', ...LATER]],
  [
    'Vorbis of another rate and one channel',
    'a.ogg',
    ['-c:a', 'libvorbis'],
    ['-c:a', 'libvorbis', '-ar', '22050', ...LATER],
  ],
  ['FLAC that becomes stereo', 'a.oga', ['-c:a', 'flac'], ['-c:a', 'flac', '-ac', '2', ...LATER]],
  ['AAC of another rate', 'a.aac', ['-c:a', 'aac'], ['-c:a', 'aac', '-ar', '48000']],
];

describe('sound that was pasted together', { skip: hasAll ? false : 'ffmpeg and node-av are needed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-pasted-'));
  after(() => rmSync(folder, { recursive: true }));

  for (const [title, name, ...kinds] of PASTED) {
    it(`${title}: is heard whole, and each part at its place`, async () => {
      const parts = kinds.map((options, n) => {
        const [tone, part] = [`sine=f=${TONES_HERTZ[n]}:r=${RATE_HZ}:d=${TONE_SECONDS}`, join(folder, `${n}-${name}`)];
        execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', tone, ...options, part]);
        return readFileSync(part);
      });
      writeFileSync(join(folder, name), Buffer.concat(parts));
      const { openSource } = await import('./open-source.ts');
      const source = openSource(`file:${join(folder, name)}`);
      const seconds = (measure(source) ?? 0) / source.shape.sampleRateHz;
      assert.ok(Math.abs(seconds - 2 * TONE_SECONDS) < 2 * MOST_OFF_SECONDS, `${seconds} s`);
      const heard = [1, 3, 5, 7].map((at) => hertzAt(source, at));
      source.close();
      assert.deepEqual(heard, [300, 300, 700, 700]);
    });
  }
});

describe('WAV of rare codecs', { skip: hasAll ? false : 'ffmpeg and node-av are needed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-rare-'));
  after(() => rmSync(folder, { recursive: true }));

  for (const codec of ['pcm_s64le', 'adpcm_yamaha']) {
    it(`${codec}: is as long as it is, and each place where it is`, async () => {
      const path = join(folder, `${codec}.wav`);
      const tones = `aevalsrc=0.5*sin(2*PI*t*(300+400*gte(t\\,2))):s=${RATE_HZ}:d=${TONE_SECONDS}`;
      execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', tones, '-c:a', codec, path]);
      const { openSource } = await import('./open-source.ts');
      const source = openSource(`file:${path}`);
      const seconds = (measure(source) ?? 0) / RATE_HZ;
      const heard = [3, 1].map((at) => hertzAt(source, at));
      source.close();
      assert.ok(Math.abs(seconds - TONE_SECONDS) < MOST_OFF_SECONDS, `${seconds} s`);
      assert.deepEqual(heard, [700, 300]);
    });
  }

  it('integers of 24 bits in 32, as an extensible header tells them, are as loud as they are, each place where it is', async () => {
    const path = join(folder, 'filled-up.wav');
    const tones = `aevalsrc=0.5*sin(2*PI*t*(300+400*gte(t\\,2))):s=${RATE_HZ}:d=${TONE_SECONDS}`;
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', tones, '-c:a', 'pcm_s32le', path]);
    const wav = readFileSync(path);
    assert.equal(wav.readUInt16LE(20), 0xfffe);
    wav.writeUInt16LE(24, 38);
    writeFileSync(path, wav);
    const { openSource } = await import('./open-source.ts');
    const source = openSource(`file:${path}`);
    const heard = [3, 1].map((at) => hertzAt(source, at));
    const [block] = source.read(RATE_HZ);
    source.close();
    assert.deepEqual(heard, [700, 300]);
    const peak = Math.max(...(block?.samples ?? []));
    assert.ok(peak > 0.4 && peak < 0.51, `${peak}`);
  });
});

function measure(source: SoundSource): number | undefined {
  const steps = source.measureDuration();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Of a tone, by how often it rises through zero, to ten. */
function hertzAt(source: SoundSource, seconds: number): number {
  const { sampleRateHz, channels } = source.shape;
  const length = HEARD_SECONDS * sampleRateHz * channels;
  let [heard, rises, before] = [0, 0, 0];
  for (const block of source.read(seconds * sampleRateHz)) {
    const samples = block?.samples.subarray(0, length - heard) ?? [];
    for (let at = 0; at < samples.length; at += channels) {
      const sample = samples[at] ?? 0;
      if (before < 0 && sample >= 0) rises++;
      before = sample;
    }
    heard += samples.length;
    if (heard >= length) break;
  }
  return Math.round(rises / HEARD_SECONDS / 10) * 10;
}

const toBytes = (samples: Float32Array = new Float32Array()): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

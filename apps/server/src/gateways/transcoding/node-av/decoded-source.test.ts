import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isInstalled } from '#test/transcoding/open-test-transcoder.ts';

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

const toBytes = (samples: Float32Array = new Float32Array()): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

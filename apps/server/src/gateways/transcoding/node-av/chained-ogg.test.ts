import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isInstalled } from '#test/transcoding/open-test-transcoder.ts';
import type { DecodedSource } from './decoded-source.ts';

const RATE_HZ = 48_000;
const SECONDS = 4;
/** Of which tones are told apart. */
const HEARD_SECONDS = 0.25;

const hasAll = isInstalled('node-av') && spawnSync('ffmpeg', ['-version']).status === 0;

describe('streams of Ogg that follow each other', { skip: hasAll ? false : 'ffmpeg and node-av are needed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-source-'));
  const at = (name: string) => join(folder, name);
  const encode = (name: string, hertz: number, ...options: string[]): Buffer => {
    const sound = `sine=f=${hertz}:r=${RATE_HZ}:d=${SECONDS}`;
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', sound, ...options, at(name)]);
    return readFileSync(at(name));
  };
  after(() => rmSync(folder, { recursive: true }));

  it('are heard one after the other, each at its place', async () => {
    const links = [300, 700].map((hertz, n) => encode(`${n}.opus`, hertz, '-c:a', 'libopus', '-serial_offset', `${n}`));
    writeFileSync(at('chain.opus'), Buffer.concat(links));
    const source = await open(at('chain.opus'));
    assert.equal(measure(source), 2 * SECONDS * RATE_HZ);
    assert.deepEqual(
      [1, 3, 5, 7].map((seconds) => hertzAt(source, seconds)),
      [300, 300, 700, 700],
    );
    source.close();
  });
});

async function open(path: string): Promise<DecodedSource> {
  const { DecodedSource } = await import('./decoded-source.ts');
  return new DecodedSource(`file:${path}`);
}

function measure(source: DecodedSource): number | undefined {
  const steps = source.measureDuration();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Of a tone, by how often it rises through zero, to ten. */
function hertzAt(source: DecodedSource, seconds: number): number {
  const length = HEARD_SECONDS * RATE_HZ;
  let [heard, rises, before] = [0, 0, 0];
  for (const block of source.read(seconds * RATE_HZ)) {
    for (const sample of block?.samples.subarray(0, length - heard) ?? []) {
      if (before < 0 && sample >= 0) rises++;
      before = sample;
    }
    heard += block?.samples.length ?? 0;
    if (heard >= length) break;
  }
  return Math.round(rises / HEARD_SECONDS / 10) * 10;
}

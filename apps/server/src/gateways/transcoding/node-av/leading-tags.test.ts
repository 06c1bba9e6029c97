import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isInstalled } from '#test/transcoding/open-test-transcoder.ts';

const SOUND = 'aevalsrc=0.3*sin(2*PI*(200*t+90*t*t))+0.1*random(0):s=44100:d=4';
/** FFmpeg looks behind tags of up to a megabyte, and tells what follows longer ones by the extension. */
const TAG_SIZES = { short: [2000], long: [1_500_000], two: [3000, 500] };
const READ_FROM = 100_000;
const hasAll = isInstalled('node-av') && spawnSync('ffmpeg', ['-version']).status === 0;

describe('ID3v2 tags before formats that have none', { skip: !hasAll && 'ffmpeg and node-av are needed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-tags-'));
  after(() => rmSync(folder, { recursive: true }));

  for (const name of ['a.wv', 'a.tta', 'a.au']) {
    it(`${name}: is heard as without them`, async () => {
      const path = join(folder, name);
      execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', SOUND, path]);
      const bare = await readFrom(path);
      for (const sizes of Object.values(TAG_SIZES)) {
        const tagged = join(folder, `tagged-${name}`);
        writeFileSync(tagged, Buffer.concat([...sizes.map(buildTag), readFileSync(path)]));
        assert.deepEqual(await readFrom(tagged), bare, `behind ${sizes.join(' and ')} bytes`);
      }
    });
  }
});

/** A frame and padding. */
function buildTag(sizeBytes: number): Buffer {
  const tag = Buffer.alloc(10 + sizeBytes);
  tag.write('ID3\u0003', 'latin1');
  for (let at = 0; at < 4; at++) tag[6 + at] = (sizeBytes >> (7 * (3 - at))) & 0x7f;
  tag.write('TIT2', 10, 'latin1');
  tag.writeUInt32BE(5, 14);
  tag.write('\u0000name', 20, 'latin1');
  return tag;
}

/** What is heard of a place in the middle, and how long the whole is. */
async function readFrom(path: string) {
  const { DecodedSource } = await import('./decoded-source.ts');
  const source = new DecodedSource(`file:${path}`);
  const first = source.read(READ_FROM).find((block) => block !== undefined);
  const steps = source.measureDuration();
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  source.close();
  return { durationSamples: step.value, startSample: first?.startSample, samples: first?.samples.slice(0, 1000) };
}

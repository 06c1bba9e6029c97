import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { takePositions } from '#test/support/take-positions.ts';
import { createScratch, DiskView } from './disk-view.ts';
import { readOgg } from './read-ogg.ts';

const SECONDS = 14;
/** Of STREAMINFO in the first page, behind its head and what Ogg puts before it. */
const TOTAL_SAMPLES_AT = 28 + 17 + 14;

const lacksFfmpeg = spawnSync('ffmpeg', ['-version']).error !== undefined && 'ffmpeg is needed';

describe('FLAC in Ogg whose pages have no positions', { skip: lacksFfmpeg }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-positions-'));
  after(() => rmSync(folder, { recursive: true }));

  for (const [title, toldSamples] of [
    ['by the number of its last frame', 0],
    ['by its header', SECONDS * 44_100],
  ] as const) {
    it(`has its length ${title}`, () => {
      const path = join(folder, 'a.oga');
      const tone = ['-f', 'lavfi', '-i', `sine=f=300:r=44100:d=${SECONDS}`];
      execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...tone, '-c:a', 'flac', path]);
      const file = readFileSync(path);
      file.writeUInt32BE(toldSamples, TOTAL_SAMPLES_AT);
      writeFileSync(path, takePositions(file));
      const view = new DiskView(path, createScratch());
      const { durationMs } = readOgg(view);
      view.close();
      assert.equal(Math.round(durationMs), SECONDS * 1_000);
    });
  }
});

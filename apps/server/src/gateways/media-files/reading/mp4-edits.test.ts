import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openPacketStream } from '@jetstream/media-containers';
import { editMp4, type Edit } from '#test/support/edit-mp4.ts';
import { createScratch, DiskView } from './disk-view.ts';
import { readMp4 } from './read-mp4.ts';

const MOST_OFF_MS = 50;
/** Of 14 seconds. */
const LISTS: readonly [title: string, edits: readonly Edit[], heardMs: number, isOnePart: boolean][] = [
  ['one part', [{ from: 2, seconds: 5 }], 5_000, true],
  ['a wait before the part', [{ seconds: 0.5 }, { from: 1, seconds: 12 }], 12_000, true],
  [
    'two parts',
    [
      { from: 2, seconds: 5 },
      { from: 8, seconds: 6 },
    ],
    11_000,
    false,
  ],
  ['two parts behind a wait', [{ seconds: 0.5 }, { from: 2, seconds: 5 }, { from: 8, seconds: 6 }], 11_000, false],
  ['silence between two parts', [{ from: 0, seconds: 5 }, { seconds: 2 }, { from: 8, seconds: 6 }], 13_000, false],
  ['silence behind the part', [{ from: 2, seconds: 5 }, { seconds: 2 }], 5_000, true],
  [
    'parts that together are longer than the media',
    [
      { from: 0, seconds: 13 },
      { from: 1, seconds: 13 },
    ],
    26_000,
    false,
  ],
  ['a part that is told longer than the media', [{ from: 4, seconds: 60 }], 10_000, true],
];

const lacksFfmpeg = spawnSync('ffmpeg', ['-version']).error !== undefined && 'ffmpeg is needed';

describe('MP4 with a list of edits', { skip: lacksFfmpeg }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-edits-'));
  after(() => rmSync(folder, { recursive: true }));
  const plain = join(folder, 'plain.m4a');
  if (!lacksFfmpeg) {
    const tone = ['-f', 'lavfi', '-i', 'sine=f=300:r=44100:d=14'];
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...tone, '-c:a', 'aac', plain]);
  }

  for (const [title, edits, heardMs, isOnePart] of LISTS) {
    it(`${title}: has the length that is heard, and is cut by its packets only where it is one part`, async () => {
      const file = editMp4(readFileSync(plain), edits);
      const path = join(folder, 'edited.m4a');
      writeFileSync(path, file);
      const view = new DiskView(path, createScratch());
      const { durationMs } = readMp4(view);
      view.close();
      assert.ok(Math.abs(durationMs - heardMs) <= MOST_OFF_MS, `${durationMs} ms`);
      const read = async (position: number, length: number) => file.subarray(position, position + length);
      const opening = openPacketStream({ sizeBytes: file.length, read });
      if (!isOnePart) return await assert.rejects(opening, { name: 'MediaContainerError', code: 'unsupported' });
      const packets = await opening;
      assert.ok(packets && Math.abs((packets.durationSamples / 44_100) * 1000 - heardMs) <= MOST_OFF_MS);
    });
  }
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { buildOpus } from '#test/scan/build-audio.ts';
import { isInstalled } from '#test/transcoding/open-test-transcoder.ts';

const folder = mkdtempSync(join(tmpdir(), 'jetstream-links-'));
after(() => rmSync(folder, { recursive: true }));

it(
  'the last address of many streams of Ogg holds the rest of the file',
  {
    skip: isInstalled('node-av') ? false : 'node-av is needed',
  },
  async () => {
    const streams = Array.from({ length: 104 }, (_, at) => buildOpus({ packets: 1, serial: 100 + at }));
    const file = Buffer.concat(streams);
    const path = join(folder, 'many.opus');
    writeFileSync(path, file);
    const { listLinks } = await import('./list-links.ts');
    const places = listLinks(`file:${path}`)?.map((url) => /start,(\d+),end,(\d+)/.exec(url)?.slice(1).map(Number));
    assert.ok(places && places.length < streams.length);
    assert.deepEqual(places[0], [0, streams[0]?.length]);
    assert.equal(places.at(-1)?.[1], file.length);
  },
);

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildLaced, LACINGS } from '#test/transcoding/laced-matroska.ts';
import { isInstalled } from '#test/transcoding/open-test-transcoder.ts';

const FORMATS: readonly (readonly [name: string, ...options: string[]])[] = [
  ['bare.dts', '-c:a', 'dca', '-strict', '-2'],
  ['bare.thd', '-c:a', 'truehd', '-strict', '-2'],
  ['six.thd', '-c:a', 'truehd', '-strict', '-2', '-ac', '6', '-ar', '96000'],
  ['dts.mka', '-c:a', 'dca', '-strict', '-2'],
  ['truehd.mka', '-c:a', 'truehd', '-strict', '-2'],
  ['vorbis.mka', '-c:a', 'libvorbis'],
  ['live.mka', '-c:a', 'ac3', '-f', 'matroska', '-live', '1'],
];
const SECONDS = 4;

const hasAll = isInstalled('node-av') && spawnSync('ffmpeg', ['-version']).status === 0;

describe(
  'packets that are listed without a demuxer',
  { skip: hasAll ? false : 'ffmpeg and node-av are needed' },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'jetstream-listed-'));
    const at = (name: string) => join(folder, name);
    const ffmpeg = (...args: string[]) => execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);
    const encode = (name: string, ...options: string[]) => ffmpeg('-i', at('sound.wav'), ...options, at(name));
    before(() =>
      ffmpeg('-f', 'lavfi', '-i', `anoisesrc=a=0.1:d=${SECONDS}`, '-ar', '44100', '-ac', '2', at('sound.wav')),
    );
    after(() => rmSync(folder, { recursive: true }));

    for (const [name, ...options] of FORMATS) {
      it(`${name}: are those that the demuxer gives`, async () => {
        encode(name, ...options);
        const { listed, demuxed, isComplete } = await listBoth(at(name));
        assert.ok(isComplete && demuxed.length > 100);
        assert.deepEqual(listed, demuxed);
      });
    }

    for (const lacing of LACINGS) {
      it(`several in a block, ${lacing}, are those that the demuxer gives`, async () => {
        // At 44.1 kHz frames of AC-3 have two sizes, at 48 kHz one.
        encode('frames.ac3', '-c:a', 'ac3', '-ar', lacing === 'fixed' ? '48000' : '44100');
        const frames = (await listBoth(at('frames.ac3'))).demuxed;
        const bytes = readFileSync(at('frames.ac3'));
        const cut = frames.map(({ position, size }) => bytes.subarray(position, position + size));
        writeFileSync(at(`${lacing}.mka`), buildLaced(cut, lacing, lacing === 'fixed' ? 48_000 : 44_100));
        const { listed, demuxed, isComplete } = await listBoth(at(`${lacing}.mka`));
        assert.ok(isComplete && demuxed.length === frames.length);
        const places = ({ position, size }: Place) => [position, size];
        assert.deepEqual(listed.map(places), demuxed.map(places));
        for (const [number, { label }] of listed.entries()) {
          if (!Number.isNaN(label)) assert.equal(label, demuxed[number]?.label);
        }
      });
    }

    it('are not told where a file is damaged', async () => {
      for (const name of ['bare.dts', 'bare.thd', 'dts.mka']) {
        const bytes = readFileSync(at(name));
        bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 3000);
        writeFileSync(at(`damaged-${name}`), bytes);
        assert.equal((await listBoth(at(`damaged-${name}`))).isComplete, false, name);
      }
    });
  },
);

interface Place {
  label: number;
  position: number;
  size: number;
}

async function listBoth(path: string) {
  const { closeMedia, openMedia } = await import('./open-media.ts');
  const { listDemuxed } = await import('./packet-mark.ts');
  const { findPacketLister } = await import('./list-packets.ts');
  const { ForwardReader } = await import('./forward-reader.ts');
  const media = openMedia(`file:${path}`);
  const demuxed: Place[] = [];
  const listed: Place[] = [];
  for (const { label, position, size } of listDemuxed(media)) demuxed.push({ label, position, size });
  const [first, second] = demuxed.map((place) => ({ ...place, data: null }));
  assert.ok(first && second);
  const file = new ForwardReader(media.url);
  const packets = findPacketLister(media)?.(file, [first, second]);
  let step = packets?.next();
  for (; step?.done === false; step = packets?.next()) {
    const { label, position, size } = step.value;
    listed.push({ label, position, size });
  }
  file.close();
  closeMedia(media);
  return { demuxed, listed, isComplete: step?.value };
}

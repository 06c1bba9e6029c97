import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { SoundIndex } from '#gateways/sound-index-store.ts';
import { buildDff, buildDsf, modulateDsd } from '#test/support/build-dsd.ts';
import { isInstalled } from '#test/transcoding/open-test-transcoder.ts';

const SECONDS = 30;
/** All decoders begin otherwise, and packets are of 1 ms to 1 s. */
const FORMATS: readonly (readonly [name: string, ...options: string[]])[] = [
  ['two.wma', '-c:a', 'wmav2'],
  ['one.wma', '-c:a', 'wmav1'],
  ['bare.ac3', '-c:a', 'ac3'],
  ['eac3.mka', '-c:a', 'eac3'],
  ['bare.dts', '-c:a', 'dca', '-strict', '-2'],
  ['dts.mka', '-c:a', 'dca', '-strict', '-2'],
  ['bare.thd', '-c:a', 'truehd', '-strict', '-2'],
  ['truehd.mka', '-c:a', 'truehd', '-strict', '-2'],
  ['alac.mka', '-c:a', 'alac'],
  ['tta.mka', '-c:a', 'tta'],
  ['wavpack.mka', '-c:a', 'wavpack'],
  ['vorbis.mka', '-c:a', 'libvorbis'],
  ['pcm.mka', '-c:a', 'pcm_s24le'],
];
const DSD = { 'a.dsf': buildDsf, 'a.dff': buildDff } as const;
const DSD_SECONDS = 4;
const RATE_HZ = 44_100;
/** Of what is decoded: a sample for each byte. */
const DSD_RATE_HZ = 8 * RATE_HZ;
const HALF = ['-t', String(SECONDS / 2), '-c:a', 'ac3'];

const hasAll = isInstalled('node-av') && spawnSync('ffmpeg', ['-version']).status === 0;

describe('packets that are counted', { skip: hasAll ? false : 'ffmpeg and node-av are needed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-packets-'));
  const at = (name: string) => join(folder, name);
  const encode = (name: string, ...options: string[]) =>
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', at('sound.wav'), ...options, at(name)]);

  before(() => {
    const sound = `aevalsrc=0.3*sin(2*PI*(200*t+9*t*t))+0.1*random(0)|0.3*cos(2*PI*300*t):s=44100:d=${SECONDS}`;
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', sound, at('sound.wav')]);
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [name, ...options] of FORMATS) {
    it(`${name}: have the places and the length that decoding all of it finds`, async () => {
      encode(name, ...options);
      const { counted, decoded } = await lookInto(at(name));
      assert.ok(counted, 'it was not counted');
      assert.equal(counted.durationSamples, decoded?.durationSamples);
      assert.deepEqual(counted.places, decoded?.places);
    });
  }

  for (const [name, build] of Object.entries(DSD)) {
    it(`${name}: have the places that decoding all of it finds, with the sound of all of it`, async () => {
      const sound = Float32Array.from({ length: DSD_SECONDS * RATE_HZ }, (_, n) => 0.5 * Math.sin(n ** 2 / 1e6));
      writeFileSync(at(name), build(modulateDsd(sound)));
      const { counted, decoded } = await lookInto(at(name), DSD_RATE_HZ);
      assert.ok(counted, 'it was not counted');
      assert.equal(counted.durationSamples, DSD_SECONDS * DSD_RATE_HZ);
      assert.deepEqual(counted, decoded);
      const all = await readSamples(at(name), 0);
      // Within what FFmpeg has read before it says what the file is, and behind it.
      for (const sample of [0.6 * DSD_RATE_HZ, 2.9 * DSD_RATE_HZ]) {
        const part = await readSamples(at(name), sample, counted);
        assert.ok(part.equals(all.subarray(2 * sample * Float32Array.BYTES_PER_ELEMENT)), `${sample} is another place`);
      }
    });
  }

  it('are gone to directly, also where a cluster begins with a label that the packet before it has', async () => {
    encode('clusters.mka', '-c:a', 'truehd', '-strict', '-2', '-cluster_time_limit', '500');
    const { countPackets } = await import('./count-packets.ts');
    const { readIndexed } = await import('./indexed-sound.ts');
    const { placeAt, placeCountOf } = await import('./sound-index.ts');
    const file = await openFile(at('clusters.mka'), RATE_HZ);
    const index = finish(countPackets(file.source));
    assert.ok(index);
    const { openings } = file;
    for (let number = 2; number < placeCountOf(index); number++) {
      const { sample } = placeAt(index, number);
      const blocks = readIndexed(file.source, index, sample);
      assert.equal(blocks.next().value?.startSample, sample);
      blocks.return(undefined);
    }
    assert.equal(file.openings, openings);
    file.close();
  });

  it('are not believed when the sound changes its shape on the way', async () => {
    encode('first.ac3', ...HALF);
    encode('second.ac3', '-ar', '48000', ...HALF);
    writeFileSync(at('both.ac3'), Buffer.concat([readFileSync(at('first.ac3')), readFileSync(at('second.ac3'))]));
    const { counted, decoded } = await lookInto(at('both.ac3'));
    assert.deepEqual([counted, decoded], [undefined, undefined]);
  });

  it('are not counted where they tell nothing of their length', async () => {
    encode('frames.mka', '-c:a', 'libmp3lame');
    assert.equal((await lookInto(at('frames.mka'))).counted, undefined);
  });
});

/** In this process. */
async function openFile(path: string, sampleRateHz: number) {
  const { closeMedia, openMedia } = await import('./open-media.ts');
  let media = openMedia(`file:${path}`);
  const file = {
    openings: 1,
    source: {
      shape: { sampleRateHz, channels: 2 },
      current: () => media,
      reopen: () => {
        closeMedia(media);
        file.openings += 1;
        return (media = openMedia(`file:${path}`));
      },
    },
    close: () => closeMedia(media),
  };
  return file;
}

/** Both ways of finding places. */
async function lookInto(path: string, sampleRateHz = RATE_HZ) {
  const { countPackets } = await import('./count-packets.ts');
  const { buildSoundIndex } = await import('./build-sound-index.ts');
  const { source, close } = await openFile(path, sampleRateHz);
  const counted = finish(countPackets(source));
  const decoded = finish(buildSoundIndex(source.reopen(), source.shape, SECONDS * sampleRateHz))?.index;
  close();
  return { counted, decoded };
}

async function readSamples(path: string, startSample: number, index?: SoundIndex): Promise<Buffer> {
  const { DecodedSource } = await import('./decoded-source.ts');
  const source = new DecodedSource(`file:${path}`, index);
  const blocks = [...source.read(startSample)].map((block) => block?.samples ?? new Float32Array());
  source.close();
  return Buffer.concat(blocks.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}

function finish<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

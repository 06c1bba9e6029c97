import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { createRandom } from '../random.ts';
import { encodeFlac, interleave, quantise, type FlacInput } from './encode-flac.ts';

const SEED = 11;
const decoder = ['flac', 'ffmpeg'].find((name) => spawnSync(name, ['-version']).error === undefined);

suite('encodeFlac', () => {
  test('writes the marker, the sample count and the MD5 of the samples', () => {
    const { input, pcm } = buildInput(toneAndNoise(10_000));
    const file = Buffer.from(encodeFlac(input));
    assert.equal(file.toString('latin1', 0, 4), 'fLaC');
    assert.equal(file.readUInt32BE(22), 10_000);
    assert.equal(file.toString('hex', 26, 42), createHash('md5').update(pcm).digest('hex'));
  });

  test('gives the same bytes for the same sound', () => {
    const channels = toneAndNoise(6000);
    assert.deepEqual(encodeFlac(buildInput(channels).input), encodeFlac(buildInput(channels).input));
  });

  test('spends next to nothing on silence', () => {
    const silence = [new Float32Array(44_100), new Float32Array(44_100)];
    assert.ok(encodeFlac(buildInput(silence).input).length < 600);
  });

  test('refuses channels of different length and surround sound', () => {
    const channel = new Float32Array(10);
    assert.throws(() => encodeFlac(buildInput([channel, new Float32Array(9)]).input), RangeError);
    assert.throws(() => encodeFlac(buildInput([channel, channel, channel]).input), RangeError);
  });

  for (const [name, channels] of Object.entries(buildCases())) {
    test(`a decoder returns every sample of ${name}`, { skip: decoder === undefined && 'needs flac or ffmpeg' }, () => {
      const { input, pcm } = buildInput(channels);
      assert.ok(decode(encodeFlac(input)).equals(pcm));
    });
  }

  test(
    'a player sees the tags',
    { skip: spawnSync('ffprobe', ['-version']).error !== undefined && 'needs ffprobe' },
    () => {
      const { input } = buildInput(toneAndNoise(5000));
      const report = withFile(encodeFlac({ ...input, tags: [['TITLE', 'Größe – 風']] }), (path) =>
        spawnSync('ffprobe', ['-v', 'error', '-show_entries', 'format_tags', path], { encoding: 'utf8' }),
      );
      assert.match(report.stdout, /Größe – 風/);
      assert.equal(report.stderr, '');
    },
  );
});

function buildCases(): Record<string, Float32Array[]> {
  const random = createRandom(5);
  const noise = () => Float32Array.from({ length: 9000 }, () => random() * 2 - 1);
  const long = toneAndNoise(4096 * 140 + 17);
  const square = Float32Array.from({ length: 8200 }, (_, index) => (index % 100 < 50 ? 1.5 : -1.5));
  return {
    'a tone over noise, past frame number 128': long,
    'one channel': long.slice(0, 1).map((channel) => channel.subarray(0, 20_000)),
    'full-scale noise, stored as it is': [noise(), noise()],
    'a clipped square wave against its inverse': [square, square.map((sample) => -sample)],
    'a tone that falls silent': [
      new Float32Array(20_000),
      toneAndNoise(20_000)[0]?.fill(0, 9000) ?? new Float32Array(),
    ],
    'three samples': toneAndNoise(3),
  };
}

function buildInput(channels: readonly Float32Array[]): { input: FlacInput; pcm: Buffer } {
  const random = createRandom(SEED);
  const pcm = Buffer.from(interleave(channels.map((channel) => quantise(channel, random))));
  return { input: { channels, sampleRate: 44_100, bitsPerSample: 16, tags: [], random: createRandom(SEED) }, pcm };
}

function toneAndNoise(length: number): Float32Array[] {
  const random = createRandom(3);
  return [0.6, 0.4].map((level, side) =>
    Float32Array.from({ length }, (_, index) => level * Math.sin(index * 0.031 + side) + 0.02 * (random() - 0.5)),
  );
}

function decode(file: Uint8Array): Buffer {
  return withFile(file, (path, raw) => {
    const run =
      decoder === 'flac'
        ? spawnSync('flac', [
            '-s',
            '-d',
            '-f',
            '--force-raw-format',
            '--endian=little',
            '--sign=signed',
            '-o',
            raw,
            path,
          ])
        : spawnSync('ffmpeg', ['-v', 'error', '-err_detect', 'crccheck+explode', '-i', path, '-f', 's16le', raw]);
    assert.equal(run.status, 0, String(run.stderr));
    assert.equal(String(run.stderr), '');
    return readFileSync(raw);
  });
}

function withFile<T>(file: Uint8Array, use: (path: string, raw: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'demo-flac-'));
  try {
    writeFileSync(join(folder, 'a.flac'), file);
    return use(join(folder, 'a.flac'), join(folder, 'a.raw'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { PlaybackClient } from '@jetstream/api-contract';
import { askAndGo } from '#test/support/ask-and-go.ts';
import { emptyCache } from '#test/support/empty-cache.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { eventually } from '#test/support/eventually.ts';
import { readFragmentTimes } from '#test/support/read-fragment.ts';
import { askOne, askPlayback, FLAC, seedSounds, WAV } from '#test/support/seed-playback.ts';
import { decodeMono, findPlace } from '#test/support/sound-place.ts';
import { startTestServer, type TestServer } from '#test/support/test-server.ts';

const run = promisify(execFile);
const SECONDS = 13;
/** What no browser plays by itself. */
const RAW = { id: 'raw', path: 'raw.wav', format: { ...WAV, mimeType: 'audio/x-raw' }, seconds: SECONDS };
/** Blocks of an eighth of a second and more, as long as a streamable file of this rate may have them (RFC 9639, section 7). */
const LONG_BLOCKS = {
  id: 'blocks',
  path: 'blocks.flac',
  format: { ...FLAC, sampleRateHz: 32_000 },
  options: ['-ar', '32000', '-frame_size', '4608'],
  seconds: SECONDS,
};
const MP3 = { container: 'MPEG', codec: 'mp3', mimeType: 'audio/mpeg' };
const AAC: Partial<PlaybackClient> = { segments: [{ container: 'mp4', codec: 'aac' }], files: [] };

async function seed(server: TestServer, wish: Partial<PlaybackClient>) {
  const { pathOf } = await seedSounds(server, [RAW]);
  const listener = await server.setUp();
  return { listener, path: pathOf('raw'), playback: await askOne(listener, 'raw', wish) };
}

const durationOf = async (url: string): Promise<number> =>
  Number((await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', url])).stdout);

async function assertPlace(original: Float32Array, url: string, seconds: number): Promise<void> {
  const part = await decodeMono(url, ['-ss', String(seconds)], 1);
  const { offMs, likeness } = findPlace(original, part, seconds * 1000);
  assert.ok(Math.abs(offMs) < 10 && likeness > 0.8, `at ${seconds} s: ${offMs} ms off, ${likeness} alike`);
}

const FILES: [name: string, wish: Partial<PlaybackClient>][] = [
  ['MP3', { segments: [], files: ['audio/mpeg'] }],
  ['AAC', { segments: [], files: ['audio/mp4; codecs="mp4a.40.2"'] }],
  ['Opus', { segments: [], files: ['audio/mp4; codecs="opus"'] }],
  ['FLAC', { segments: [], files: ['audio/flac'] }],
];
for (const [name, wish] of FILES)
  endpointTest(
    ['getMediaPart', 'ok'],
    `a whole ${name} has its length and duration, and can be sought in, before it is encoded`,
    async (server) => {
      const { path, playback } = await seed(server, wish);
      assert.deepEqual([playback.decision, playback.segments], ['transcode', null]);
      const url = server.url + (playback.file?.url ?? '');
      const head = await server.fetch(url, { method: 'HEAD' });
      assert.equal(Number(head.headers.get('content-length')), playback.file?.sizeBytes);
      const original = await decodeMono(path);
      await assertPlace(original, url, 9.7);
      await assertPlace(original, url, 2.34);
      assert.ok(Math.abs((await durationOf(url)) - SECONDS) < 0.05);
      const bytes = Buffer.from(await (await server.fetch(url)).arrayBuffer());
      assert.equal(bytes.length, playback.file?.sizeBytes);
      const range = await server.fetch(url, { headers: { range: 'bytes=100000-199999' } });
      assert.equal(range.status, 206);
      assert.ok(Buffer.from(await range.arrayBuffer()).equals(bytes.subarray(100_000, 200_000)));
      const whole = join(server.context.config.dataDirectory, 'whole');
      await writeFile(whole, bytes);
      const heard = await decodeMono(whole);
      assert.ok(Math.abs(heard.length / 44_100 - SECONDS) < 0.05, String(heard.length));
    },
  );

/** Deep with a high rate, and floating, with what FLAC keeps of each; what is floating is rounded to a step of 24 bits. */
const LOSSLESS_SOURCES = [
  { ...RAW, kept: /^flac-16-44100-2-/, mostOff: 0 },
  {
    id: 'deep',
    path: 'deep.wav',
    format: { ...RAW.format, sampleRateHz: 96_000, bitDepth: 24 },
    options: ['-ar', '96000', '-c:a', 'pcm_s24le'],
    seconds: 7,
    kept: /^flac-24-96000-2-/,
    mostOff: 0,
  },
  {
    id: 'float',
    path: 'float.wav',
    format: { ...RAW.format, bitDepth: 32 },
    options: ['-c:a', 'pcm_f32le'],
    seconds: 7,
    kept: /^flac-24-44100-2-/,
    mostOff: 2 ** -24,
  },
];

endpointTest(
  ['getMediaPart', 'ok'],
  'a whole FLAC is bit by bit the original, the same when it is made again, and kept',
  async (server) => {
    const { pathOf } = await seedSounds(server, LOSSLESS_SOURCES);
    const listener = await server.setUp();
    const cache = join(server.context.config.dataDirectory, 'cache');
    for (const { id, seconds, kept, mostOff } of LOSSLESS_SOURCES) {
      const { file, decision } = await askOne(listener, id, { segments: [], files: ['audio/flac'] });
      assert.ok(file && decision === 'transcode');
      assert.match(file.url.split('/').at(-2) ?? '', kept);
      const read = async (range: string) => {
        const response = await server.fetch(server.url + file.url, { headers: { range } });
        assert.deepEqual([response.status, response.headers.get('content-type')], [206, 'audio/flac']);
        return Buffer.from(await response.arrayBuffer());
      };
      const middle = await read('bytes=1000000-1799999');
      const whole = await read('bytes=0-');
      assert.equal(whole.length, file.sizeBytes);
      assert.ok(whole.subarray(1_000_000, 1_800_000).equals(middle), 'from the middle first');
      const path = join(server.context.config.dataDirectory, `${id}.flac`);
      await writeFile(path, whole);
      assert.ok((await measureDifference(path, pathOf(id))) <= mostOff, id);
      await eventually('it is kept', async () => {
        const parts = (await readdir(cache, { recursive: true })).filter((name) => name.includes(`/${id}/`));
        return parts.filter((name) => name.endsWith('.flac')).length === Math.round(seconds / 4);
      });
      await emptyCache(server);
      assert.ok((await read('bytes=0-')).equals(whole), 'made again');
    }
  },
);

/** The greatest between samples of two files, which have to be of one length. */
async function measureDifference(path: string, otherPath: string): Promise<number> {
  const [samples, others] = await Promise.all([path, otherPath].map((file) => decodeAll(file)));
  assert.equal(samples?.length, others?.length);
  return samples?.reduce((most, sample, at) => Math.max(most, Math.abs(sample - (others?.[at] ?? 0))), 0) ?? Infinity;
}

async function decodeAll(path: string): Promise<Float32Array> {
  const args = ['-v', 'error', '-i', path, '-f', 'f32le', '-'];
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 2 ** 26 });
  return new Float32Array(Uint8Array.from(stdout).buffer);
}

endpointTest(
  ['getMediaPart', 'ok'],
  'HLS of an encoding plays from anywhere and is as long as the sound',
  async (server) => {
    const { path, playback } = await seed(server, AAC);
    assert.deepEqual([playback.decision, playback.reason], ['transcode', 'codec-unsupported']);
    const rates = playback.segments?.renditions.map(({ bitrateKbps }) => bitrateKbps);
    assert.deepEqual(rates, [256, 192, 128, 96, 64]);
    const url = server.url + (playback.hlsUrl ?? '');
    const [best] = playback.segments?.renditions ?? [];
    assert.equal((await server.fetch(server.url + best?.segmentUrl.replace('{n}', '1'))).status, 200);
    assert.ok(Math.abs((await durationOf(url)) - SECONDS) < 0.05);
    // Played from the start: FFmpeg 5 cannot seek in fragments of HLS, not even in those that it made.
    const original = await decodeMono(path);
    const heard = await decodeMono(url);
    assert.ok(Math.abs(heard.length - original.length) < 0.05 * 44_100, String(heard.length));
    for (const seconds of [0.5, 3.9, 8.2, 12]) {
      const { offMs, likeness } = findPlace(original, heard.subarray(seconds * 44_100), seconds * 1000);
      assert.ok(Math.abs(offMs) < 50 && likeness > 0.8, `at ${seconds} s: ${offMs} ms off, ${likeness} alike`);
    }
  },
);

endpointTest(
  ['getMediaPart', 'ok'],
  'a decoder that begins with a segment can hear what comes directly before it',
  async (server) => {
    await seedSounds(server, [RAW, LONG_BLOCKS]);
    const listener = await server.setUp();
    for (const [id, codec, maxSampleRateHz] of [
      ['raw', 'opus', null],
      ['raw', 'aac', null],
      ['raw', 'flac', 22_050],
      ['blocks', 'flac', null],
    ] as const) {
      const wish: Partial<PlaybackClient> = { segments: [{ container: 'mp4', codec }], files: [], maxSampleRateHz };
      const [rendition] = (await askOne(listener, id, wish)).segments?.renditions ?? [];
      assert.ok(rendition);
      assert.equal(rendition.isOriginal, id === 'blocks');
      const read = async (piece: string) => {
        const response = await server.fetch(server.url + rendition.segmentUrl.replace('{n}', piece));
        assert.equal(response.status, 200);
        return Buffer.from(await response.arrayBuffer());
      };
      const runUp = await read('2.run-up');
      const { start, end } = readFragmentTimes(runUp);
      assert.equal(end, readFragmentTimes(await read('2')).start, codec);
      const seconds = (end - start) / rendition.sampleRateHz;
      assert.ok(seconds > 0.1 && seconds < 0.4, `${seconds} s`);
      await emptyCache(server);
      assert.ok((await read('2.run-up')).equals(runUp), 'made again');
    }
  },
);

endpointTest(
  ['getMediaPart', 'ok'],
  'a segment is the same bytes when it is made again, in another order or elsewhere',
  async (server) => {
    const { playback, path } = await seed(server, AAC);
    const other = await startTestServer();
    try {
      const [rendition] = playback.segments?.renditions ?? [];
      assert.ok(rendition);
      const urlOf = (n: number) => rendition.segmentUrl.replace('{n}', String(n));
      const read = async (base: string, url: string) =>
        Buffer.from(await (await server.fetch(base + url)).arrayBuffer());
      const first = [
        await read(server.url, urlOf(0)),
        await read(server.url, urlOf(1)),
        await read(server.url, urlOf(2)),
      ];
      assert.equal(first.length, rendition.segmentCount);
      await emptyCache(server);
      for (const n of [2, 0, 1])
        assert.ok((await read(server.url, urlOf(n))).equals(first[n] ?? Buffer.of()), String(n));

      const elsewhere = await seedSounds(other, [{ ...RAW, seconds: 1 }]);
      await run('cp', ['-p', path, elsewhere.pathOf('raw')]);
      const there = (await askOne(await other.setUp(), 'raw', AAC)).segments?.renditions[0]?.segmentUrl ?? '';
      assert.ok(
        (await read(other.url, there.replace('{n}', '1'))).equals(first[1] ?? Buffer.of()),
        'on another server',
      );
    } finally {
      await other.stop();
    }
  },
);

endpointTest(
  ['getMediaPart', 'ok'],
  'a segment that is encoded on the way comes without a length, unless it is asked for one',
  async (server) => {
    const { playback } = await seed(server, AAC);
    const urlOf = (rate: number) => server.url + playback.segments?.renditions[rate]?.segmentUrl.replace('{n}', '1');
    const made = await server.fetch(urlOf(0));
    assert.equal(made.headers.get('content-length'), null);
    const bytes = Buffer.from(await made.arrayBuffer());
    const etag = made.headers.get('etag') ?? '';
    assert.equal(made.headers.get('cache-control'), 'public, max-age=31536000, immutable, no-transform');
    await eventually('it is kept', async () => {
      const kept = await server.fetch(urlOf(0));
      assert.ok(Buffer.from(await kept.arrayBuffer()).equals(bytes));
      return Number(kept.headers.get('content-length')) === bytes.length;
    });
    const head = await server.fetch(urlOf(1), { method: 'HEAD' });
    assert.ok(Number(head.headers.get('content-length')) > 1000);
    const part = await server.fetch(urlOf(2), { headers: { range: 'bytes=-100' } });
    const size = Number(/^bytes \d+-\d+\/(\d+)$/.exec(part.headers.get('content-range') ?? '')?.[1]);
    assert.deepEqual([part.status, (await part.arrayBuffer()).byteLength], [206, 100]);
    assert.equal((await (await server.fetch(urlOf(2))).arrayBuffer()).byteLength, size);
    const known = await server.fetch(urlOf(0), { headers: { 'if-none-match': etag } });
    assert.equal(known.status, 304);
    const old = await askByOldClient(server.url, urlOf(3));
    assert.match(old, /^HTTP\/1\.1 200 [^]*\r\ncontent-length: \d+\r\n/i);
  },
);

/** By HTTP/1.0, where an answer without a length ends with the connection, also when it is broken off. */
async function askByOldClient(baseUrl: string, url: string): Promise<string> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${url.slice(baseUrl.length)} HTTP/1.0\r\n\r\n`);
  return (await buffer(socket)).toString('latin1');
}

endpointTest(
  ['getMediaPart', 'ok'],
  'twenty clients at once are all served by one decoder',
  async (server) => {
    const { listener } = await seed(server, AAC);
    const wishes = [32, 64, 96, 128, 160, 192, 256].map((maxBitrateKbps) => ({ ...AAC, maxBitrateKbps }));
    const renditions = await Promise.all(
      wishes.map(async (wish) => (await askOne(listener, 'raw', wish)).segments?.renditions[0]),
    );
    const urls = renditions.flatMap((rendition) =>
      [0, 1, 2].map((n) => rendition?.segmentUrl.replace('{n}', String(n))),
    );
    // Their order is the queue's (transcode-queue.test.ts).
    const asked = urls.slice(0, 20).map(async (url) => {
      const response = await server.fetch(server.url + url);
      await response.arrayBuffer();
      return response.status;
    });
    assert.deepEqual(await Promise.all(asked), Array<number>(20).fill(200));
  },
  { settings: { transcodeJobs: 1 } },
);

/** Lets the Info frame call all of a short MP3 delay and padding: 12 bits each, as LAME writes them behind the table of places. */
async function hideAllSound(path: string): Promise<void> {
  const bytes = await readFile(path);
  const at = Math.max(bytes.indexOf('Info'), bytes.indexOf('Xing'));
  await writeFile(path, bytes.fill(0xff, at + 141, at + 144));
}

endpointTest(
  ['getMediaFile', 'media-unreadable'],
  'a playlist of what cannot be decoded is refused',
  async (server) => {
    const junk = { ...RAW, id: 'junk', path: 'junk.wav', format: WAV, seconds: 1 };
    const empty = { id: 'empty', path: 'empty.mp3', format: MP3, seconds: 0.1 };
    const { pathOf } = await seedSounds(server, [{ ...RAW, seconds: 1 }, junk, empty]);
    await writeFile(pathOf('junk'), Buffer.alloc(50_000, 'no sound at all '));
    await hideAllSound(pathOf('empty'));
    const listener = await server.setUp();
    const { refusals } = await askPlayback(listener, ['junk', 'empty'], AAC);
    assert.deepEqual(refusals, [
      { trackId: 'junk', code: 'media-unreadable' },
      { trackId: 'empty', code: 'media-unreadable' },
    ]);
    const name = (await askOne(listener, 'raw', AAC)).segments?.renditions[0]?.id;
    const url = (await askOne(listener, 'junk', { files: ['audio/wav'], segments: [] })).file?.url ?? '';
    const playlist = url.replace(/[^/]*$/, `master.m3u8?renditions=${name}`);
    assert.equal((await server.fetch(server.url + playlist)).status, 422);
  },
);

endpointTest(['getMediaPart', 'ok'], 'segments that players give up are nobody’s fault', async (server) => {
  const { playback } = await seed(server, AAC);
  const renditions = playback.segments?.renditions ?? [];
  const [first, ...others] = renditions.map(({ segmentUrl }) => segmentUrl.replace('{n}', '1'));
  await Promise.all([...others, ...others, ...others].map((path) => askAndGo(server.url, path)));
  const given = () => server.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg?.startsWith('GET /media/'));
  await eventually('all have gone', () => given().length === others.length * 3);
  assert.deepEqual(new Set(given().map(({ status }) => status)), new Set([499]));
  assert.equal((await server.fetch(server.url + first)).status, 200);
  const warnings = server.log.filter((line) => JSON.parse(line).level > 30);
  assert.deepEqual(warnings, []);
});

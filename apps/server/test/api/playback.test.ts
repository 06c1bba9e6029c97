import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { readFragmentTimes } from '#test/support/read-fragment.ts';
import { askOne, askPlayback, FLAC, seedSounds, WAV } from '#test/support/seed-playback.ts';
import type { TestServer } from '#test/support/test-server.ts';

const run = promisify(execFile);
const HOUR_MS = 60 * 60_000;
const SONG = { id: 'song', path: 'Album/Söng.flac', format: FLAC } as const;

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

async function seed(server: TestServer) {
  const { pathOf } = await seedSounds(server, [SONG]);
  const listener = await server.setUp();
  const playback = await askOne(listener, 'song');
  const fetchPath = (path: string, init?: RequestInit) => server.fetch(server.url + path, init);
  return { listener, playback, path: pathOf('song'), fetchPath };
}

endpointTest(
  ['decidePlayback', 'ok'],
  'a client is told how to play each track, and which it cannot',
  async (server) => {
    await seedSounds(server, [
      { ...SONG, replayGain: { trackGainDb: -3.5, trackPeak: 0.9, albumGainDb: null, albumPeak: null } },
      { id: 'gone', path: 'gone.flac', format: FLAC },
      { id: 'wave', path: 'a.wav', format: WAV },
    ]).then(({ pathOf }) => rm(pathOf('gone')));
    const listener = await server.setUp();
    const { playbacks, refusals } = await askPlayback(listener, ['wave', 'gone', 'song', 'nobody']);
    assert.deepEqual(
      playbacks.map(({ trackId, decision, reason }) => [trackId, decision, reason]),
      [
        ['wave', 'direct', 'as-is'],
        ['song', 'direct', 'as-is'],
      ],
    );
    assert.deepEqual(refusals, [
      { trackId: 'gone', code: 'media-missing' },
      { trackId: 'nobody', code: 'not-found' },
    ]);
    const [wave, song] = playbacks;
    assert.equal(wave?.segments, null);
    assert.equal(song?.durationMs, 10_000);
    assert.equal(song.loudness?.trackGainDb, -3.5);
    assert.equal(song.loudness.source, 'tags');
    const [original] = song.segments?.renditions ?? [];
    assert.ok(original?.isOriginal);
    assert.deepEqual([original.codec, original.container, original.bitDepth], ['flac', 'mp4', 16]);
    assert.deepEqual([original.delaySamples, original.durationSamples], [0, 441_000]);
  },
);

endpointTest(
  ['decidePlayback', 'ok'],
  'a file that the client does not play is given in another container',
  async (server) => {
    const { listener } = await seed(server);
    const playback = await askOne(listener, 'song', { files: ['audio/mpeg'] });
    assert.deepEqual([playback.decision, playback.reason], ['remux', 'container-unsupported']);
    const { refusals } = await askPlayback(listener, ['song'], { files: [], segments: [] });
    assert.deepEqual(refusals, [{ trackId: 'song', code: 'unsupported' }]);
  },
);

endpointTest(
  ['decidePlayback', 'ok'],
  'music is fetched from the origin of a CDN where it has one, which pages may ask',
  async (server) => {
    const { playback, fetchPath } = await seed(server);
    const urls = [playback.file?.url, playback.hlsUrl, playback.dashUrl, playback.segments?.renditions[0]?.initUrl];
    for (const url of urls) {
      assert.equal(new URL(url ?? '').origin, 'https://media.example.org');
      // The CDN passes on what it does not have.
      const answer = await fetchPath((url ?? '').replace('https://media.example.org', ''));
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin');
      await answer.arrayBuffer();
    }
    const policy = (await fetchPath('/api/v1/server')).headers.get('content-security-policy') ?? '';
    assert.match(policy, /media-src [^;]*https:\/\/media\.example\.org/);
    assert.match(policy, /connect-src [^;]*https:\/\/media\.example\.org/);
  },
  { settings: { mediaOrigin: 'https://media.example.org/' } },
);

endpointTest(['decidePlayback', 'ok'], 'an address is the same for everyone, for hours', async (server) => {
  const { listener, playback } = await seed(server);
  await server.addUser(listener, 'bob');
  server.clock.advance(HOUR_MS);
  const bob = await server.signIn('bob');
  const later = await askOne(bob, 'song');
  assert.equal(later.file?.url, playback.file?.url);
  assert.equal(later.expiresAt, playback.expiresAt);
  const leftMs = Date.parse(later.expiresAt) - server.clock.nowMs();
  assert.ok(leftMs >= 5 * HOUR_MS && leftMs <= 12 * HOUR_MS, String(leftMs));
});

endpointTest(
  ['getMediaFile', 'ok'],
  'the original comes whole and in parts, to be kept for ever by any cache',
  async (server) => {
    const { playback, path, fetchPath } = await seed(server);
    const file = await readFile(path);
    const url = playback.file?.url ?? '';
    const whole = await fetchPath(url);
    assert.equal(whole.status, 200);
    assert.ok((await bytesOf(whole)).equals(file));
    assert.match(whole.headers.get('cache-control') ?? '', /^public, max-age=31536000, immutable/);
    assert.equal(whole.headers.get('access-control-allow-origin'), '*');
    assert.equal(whole.headers.get('set-cookie'), null);
    const part = await fetchPath(url, { headers: { range: 'bytes=100-199' } });
    assert.equal(part.status, 206);
    assert.ok((await bytesOf(part)).equals(file.subarray(100, 200)));
  },
);

endpointTest(['getMediaFile', 'not-modified'], 'a file that a cache has is not sent again', async (server) => {
  const { playback, fetchPath } = await seed(server);
  const url = playback.file?.url ?? '';
  const etag = (await fetchPath(url, { method: 'HEAD' })).headers.get('etag') ?? '';
  assert.equal((await fetchPath(url, { headers: { 'if-none-match': etag } })).status, 304);
});

endpointTest(
  ['getMediaFile', 'range-unsatisfiable'],
  'a range beyond the end of a file is told its length',
  async (server) => {
    const { playback, path, fetchPath } = await seed(server);
    const response = await fetchPath(playback.file?.url ?? '', { headers: { range: 'bytes=99999999-' } });
    assert.equal(response.headers.get('content-range'), `bytes */${(await readFile(path)).length}`);
  },
);

endpointTest(
  ['getMediaFile', 'unauthenticated'],
  'an address that was changed or has ended opens nothing',
  async (server) => {
    const { listener, playback, fetchPath } = await seed(server);
    const url = playback.file?.url ?? '';
    const statusOf = async (path: string) => {
      const response = await fetchPath(path);
      await response.arrayBuffer();
      return response.status;
    };
    const [, , token = '', track = '', revision = ''] = url.split('/');
    assert.equal(await statusOf(url.replace(track, 'other')), 401);
    assert.equal(await statusOf(url.replace(revision, 'AAAA')), 401);
    const [end = ''] = token.split('-');
    const later = (Number.parseInt(end, 36) + 3600).toString(36);
    assert.equal(await statusOf(url.replace(end, later)), 401);
    server.clock.advance(Date.parse(playback.expiresAt) - server.clock.nowMs());
    assert.equal(await statusOf(url), 200, 'clocks of servers differ');
    server.clock.advance(61_000);
    assert.equal(await statusOf(url), 401);
    assert.equal(await statusOf((await askOne(await server.signIn(listener.name), 'song')).file?.url ?? ''), 200);
  },
);

endpointTest(
  ['getMediaFile', 'media-missing'],
  'an address does not open another version of the file',
  async (server) => {
    const { playback, path, fetchPath, listener } = await seed(server);
    await utimes(path, 1_000_000, 1_000_000);
    assert.equal((await fetchPath(playback.file?.url ?? '')).status, 410);
    assert.equal((await fetchPath((await askOne(listener, 'song')).file?.url ?? '')).status, 200);
  },
);

endpointTest(
  ['getMediaPart', 'ok'],
  'a file that a copy of it took the place of, as after another mount of its disk, plays on by the same address',
  async (server) => {
    const { path, fetchPath, listener } = await seed(server);
    await utimes(path, 1_000_000, 1_000_000);
    const [original] = (await askOne(listener, 'song')).segments?.renditions ?? [];
    const url = original?.segmentUrl.replace('{n}', '1') ?? '';
    const before = await bytesOf(await fetchPath(url));
    await copyFile(path, `${path}.copy`);
    await utimes(`${path}.copy`, 1_000_000, 1_000_000);
    await rename(`${path}.copy`, path);
    const after = await fetchPath(url);
    assert.equal(after.status, 200);
    assert.ok(before.equals(await bytesOf(after)));
  },
);

endpointTest(
  ['getMediaFile', 'not-found'],
  'nothing but originals and playlists is beside the renditions',
  async (server) => {
    const { playback, fetchPath } = await seed(server);
    const base = (playback.file?.url ?? '').replace(/\/[^/]*$/, '');
    for (const name of ['secret.txt', 'toString', '__proto__', 'master.m3u8?renditions=gold-1-2-3'])
      assert.equal((await fetchPath(`${base}/${name}`)).status, 404, name);
  },
);

endpointTest(['getMediaPart', 'ok'], 'segments, one after the other, are the sound of the file', async (server) => {
  const { playback, path, fetchPath } = await seed(server);
  const [original] = playback.segments?.renditions ?? [];
  assert.ok(original);
  const urls = [original.initUrl];
  for (let n = 0; n < original.segmentCount; n++) urls.push(original.segmentUrl.replace('{n}', String(n)));
  const parts: Buffer[] = [];
  for (const url of urls) {
    const response = await fetchPath(url);
    assert.equal(response.status, 200, url);
    assert.equal(response.headers.get('content-type'), 'audio/mp4');
    assert.match(response.headers.get('cache-control') ?? '', /immutable/);
    parts.push(await bytesOf(response));
  }
  const joined = join(server.context.config.dataDirectory, 'joined.mp4');
  await writeFile(joined, Buffer.concat(parts));
  assert.ok((await decode(joined)).equals(await decode(path)));
  const before = await bytesOf(await fetchPath(original.segmentUrl.replace('{n}', '1.run-up')));
  assert.equal(readFragmentTimes(before).end, readFragmentTimes(parts[2] ?? Buffer.of()).start);
});

endpointTest(
  ['getMediaPart', 'ok'],
  'MP3 comes frame behind frame to clients that take it so, and in MP4 to others',
  async (server) => {
    const format = { container: 'MPEG', codec: 'mp3', mimeType: 'audio/mpeg' };
    const options = ['-c:a', 'libmp3lame'];
    const { pathOf } = await seedSounds(server, [{ id: 'song', path: 'a.mp3', format, options }]);
    const listener = await server.setUp();
    const read = async (container: 'mpeg' | 'mp4') => {
      const { segments } = await askOne(listener, 'song', { segments: [{ container, codec: 'mp3' }] });
      const [original] = segments?.renditions ?? [];
      assert.ok(original);
      const urls = [original.initUrl];
      for (let n = 0; n < original.segmentCount; n++) urls.push(original.segmentUrl.replace('{n}', String(n)));
      const parts = await Promise.all(urls.map(async (url) => bytesOf(await server.fetch(server.url + url))));
      return { mimeType: original.mimeType, bytes: Buffer.concat(parts) };
    };
    const [bare, framed] = [await read('mpeg'), await read('mp4')];
    assert.deepEqual([bare.mimeType, framed.mimeType], ['audio/mpeg', 'audio/mp4; codecs="mp3"']);
    const file = await readFile(pathOf('song'));
    assert.ok(file.subarray(file.length - bare.bytes.length).equals(bare.bytes));
    assert.equal(framed.bytes.toString('latin1', 4, 8), 'ftyp');
  },
);

const decode = async (path: string): Promise<Buffer> => {
  const options = { encoding: 'buffer', maxBuffer: 2 ** 28 } as const;
  return (await run('ffmpeg', ['-v', 'error', '-i', path, '-f', 's16le', '-'], options)).stdout;
};

endpointTest(['getMediaPart', 'ok'], 'HLS: the playlist says how long the sound is, to the sample', async (server) => {
  const { playback } = await seed(server);
  const wanted = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0'];
  const probe = await run('ffprobe', [...wanted, server.url + (playback.hlsUrl ?? '')]);
  assert.equal(Number(probe.stdout), 10);
  const path = join(server.context.config.dataDirectory, 'hls.wav');
  await run('ffmpeg', ['-v', 'error', '-i', server.url + (playback.hlsUrl ?? ''), '-c:a', 'pcm_s16le', path]);
  assert.equal((await decode(path)).length, 441_000 * 4);
  const text = await (
    await server.fetch(server.url + new URL('original/index.m3u8', server.url + playback.hlsUrl).pathname)
  ).text();
  const seconds = [...text.matchAll(/#EXTINF:([\d.]+),/g)].map(([, length]) => Number(length));
  assert.ok(Math.abs(seconds.reduce((sum, length) => sum + length, 0) - 10) < 0.000_01);
});

endpointTest(['getMediaPart', 'not-modified'], 'a segment that a cache has is not sent again', async (server) => {
  const { playback, fetchPath } = await seed(server);
  const url = playback.segments?.renditions[0]?.initUrl ?? '';
  const etag = (await fetchPath(url)).headers.get('etag') ?? '';
  assert.equal((await fetchPath(url, { headers: { 'if-none-match': etag } })).status, 304);
});

endpointTest(
  ['getMediaPart', 'range-unsatisfiable'],
  'a range beyond the end of a segment is told its length',
  async (server) => {
    const { playback, fetchPath } = await seed(server);
    const url = playback.segments?.renditions[0]?.initUrl ?? '';
    const response = await fetchPath(url, { headers: { range: 'bytes=99999999-' } });
    assert.match(response.headers.get('content-range') ?? '', /^bytes \*\/\d+$/);
  },
);

endpointTest(
  ['getMediaPart', 'not-found'],
  'there is no segment after the last, and no rendition by another name',
  async (server) => {
    const { playback, fetchPath } = await seed(server);
    const { segmentUrl = '', segmentCount = 0 } = playback.segments?.renditions[0] ?? {};
    assert.equal((await fetchPath(segmentUrl.replace('{n}', String(segmentCount)))).status, 404);
    assert.equal((await fetchPath(segmentUrl.replace('{n}', '0.run-up'))).status, 404);
    assert.equal((await fetchPath(segmentUrl.replace('{n}', '0').replace('/original/', '/mine/'))).status, 404);
    assert.equal((await fetchPath(segmentUrl.replace('{n}.m4s', '0.exe'))).status, 404);
  },
);

endpointTest(
  ['getMediaPart', 'media-missing'],
  'a segment of another version of the file is not there',
  async (server) => {
    const { playback, path, fetchPath } = await seed(server);
    await utimes(path, 1_000_000, 1_000_000);
    const url = playback.segments?.renditions[0]?.segmentUrl ?? '';
    assert.equal((await fetchPath(url.replace('{n}', '0'))).status, 410);
  },
);

endpointTest(
  ['getMediaPart', 'media-unreadable'],
  'a segment that is damaged in the file is told as such',
  async (server) => {
    const { pathOf } = await seedSounds(server, [SONG]);
    const { size } = await stat(pathOf('song'));
    const file = await open(pathOf('song'), 'r+');
    await file.write(Buffer.alloc(Math.floor(size * 0.85)), 0, undefined, Math.floor(size * 0.1));
    await file.close();
    const playback = await askOne(await server.setUp(), 'song', { files: [] });
    const url = playback.segments?.renditions[0]?.segmentUrl ?? '';
    assert.equal((await server.fetch(server.url + url.replace('{n}', '1'))).status, 422);
  },
);

endpointTest(
  ['getMediaPart', 'ok'],
  'a file that is cut off is played, and listed, to where it ends',
  async (server) => {
    const m4a = { container: 'MP4', codec: 'aac', mimeType: 'audio/mp4' };
    const { pathOf } = await seedSounds(server, [
      SONG,
      { id: 'aac', path: 'a.m4a', format: m4a, options: ['-c:a', 'aac', '-movflags', '+faststart'] },
    ]);
    const listener = await server.setUp();
    for (const id of ['song', 'aac']) {
      const bytes = await readFile(pathOf(id));
      await writeFile(pathOf(id), bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      const playback = await askOne(listener, id);
      assert.ok(playback.durationMs > 3_000 && playback.durationMs < 8_000, `${id}: ${playback.durationMs} ms`);
      const whole = await askOne(listener, id, { segments: [], files: ['audio/mpeg'], quality: 'low' });
      assert.ok(whole.file && !whole.file.isOriginal);
      assert.ok(Math.abs(whole.durationMs - playback.durationMs) <= 50, `${id}: ${whole.durationMs} ms as a file`);
      const [original] = playback.segments?.renditions ?? [];
      assert.ok(original?.isOriginal);
      const urls = Array.from({ length: original.segmentCount }, (_, n) => original.segmentUrl.replace('{n}', `${n}`));
      for (const url of [...urls, playback.hlsUrl, playback.dashUrl])
        assert.equal((await server.fetch(server.url + url)).status, 200, `${id}: ${url}`);
    }
  },
);

endpointTest(
  ['getMediaPart', 'not-found'],
  'nothing is made that is offered to nobody, and each segment has one address',
  async (server) => {
    const { playback, fetchPath } = await seed(server);
    const [original, encoded] = playback.segments?.renditions ?? [];
    assert.ok(original && encoded);
    const statusOf = async (url: string) => (await fetchPath(url.replace('{n}', '0'))).status;
    assert.equal((await fetchPath(original.segmentUrl.replace('{n}', '00'))).status, 404);
    assert.equal(await statusOf(encoded.segmentUrl), 200);
    const name = encoded.id.slice(0, encoded.id.lastIndexOf('-x'));
    assert.equal(await statusOf(encoded.segmentUrl.replace(name, name.replace('-44100-', '-044100-'))), 404);
    const refused = {
      'opus-320-48000-2': 404,
      'flac-24-192000-2': 410,
      'flac-24-44100-2': 410,
      'flac-16-44100-6': 410,
    };
    for (const [other, status] of Object.entries(refused))
      assert.equal(await statusOf(encoded.segmentUrl.replace(name, other)), status, other);
  },
);

endpointTest(['getMediaFile', 'ok'], 'a playlist without a choice has what any player takes', async (server) => {
  const { playback, fetchPath } = await seed(server);
  const master = await (await fetchPath((playback.hlsUrl ?? '').replace(/\?.*/, ''))).text();
  const codecs = [...master.matchAll(/CODECS="([^"]*)"/g)].map(([, codec]) => codec);
  assert.deepEqual(codecs, ['fLaC', ...Array<string>(5).fill('mp4a.40.2')]);
  const [path = ''] = /^[^#\n]+$/m.exec(master) ?? [];
  const media = (playback.hlsUrl ?? '').replace(/[^/]*$/, path);
  assert.equal((await fetchPath(media)).status, 200);
  assert.equal((await fetchPath((playback.dashUrl ?? '').replace(/\?.*/, ''))).status, 200);
});

import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { toCoverId } from '#models/catalogue-ids.ts';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { buildWav } from '#test/support/build-wav.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { eventually } from '#test/support/eventually.ts';
import type { SignedIn, TestServer } from '#test/support/test-server.ts';
import { createTus, idOf, locationOf, sha256, whenTakenIn } from '#test/support/tus.ts';

const song = (sampleCount = 800) => new Uint8Array(buildWav(sampleCount));
const paint = async (background: string) => {
  const picture = sharp({ create: { width: 90, height: 90, channels: 3, background } });
  return new Uint8Array(await picture.jpeg().toBuffer());
};
const folderOf = (server: TestServer) => join(server.context.config.dataDirectory, 'uploads');

async function upload(server: TestServer, user: SignedIn, bytes = song(), metadata: Record<string, string> = {}) {
  const response = await createTus(server, user).create(bytes.length, metadata, bytes);
  assert.equal(response.status, 201);
  await whenTakenIn(server);
  const params = { uploadId: idOf(locationOf(response)) };
  return await user.client.call('getUpload', { params });
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code;
}

endpointTest(['createUpload', 'ok'], 'a file sent in one request becomes a track of the library', async (server) => {
  const ada = await server.setUp();
  const bytes = song();
  const done = await upload(server, ada, bytes, { sha256: sha256(bytes), filename: '03 - Hello.wav' });
  assert.deepEqual([done.state, done.rejection, done.track?.title], ['done', null, 'Hello']);
  const { items } = await ada.client.call('listTracks');
  assert.deepEqual(
    items.map(({ id }) => id),
    [done.track?.id],
  );
  const [library] = (await ada.client.call('listLibraries')).items;
  assert.deepEqual([library?.path, library?.isManaged], [folderOf(server), true]);
  assert.deepEqual(new Uint8Array(await readFile(join(folderOf(server), '03 - Hello.wav'))), bytes);
});

endpointTest(['createUpload', 'forbidden'], 'listeners cannot upload, artists can', async (server) => {
  const ada = await server.setUp();
  const listener = await server.addUser(ada, 'bob');
  const refused = await createTus(server, listener).create(100);
  assert.deepEqual([refused.status, await codeOf(refused)], [403, 'forbidden']);
  const artist = await server.addUser(ada, 'kim', 'artist');
  assert.equal((await upload(server, artist)).state, 'done');
});

endpointTest(['createUpload', 'validation'], 'what is announced wrongly is refused', async (server) => {
  const ada = await server.setUp();
  const tus = createTus(server, ada);
  for (const response of [
    await tus.create(0),
    await tus.create(10, { filename: ' ' }),
    await tus.create(10, { sha256: 'abc' }),
    await server.fetch(`${server.url}/api/v1/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.session.accessToken}`, 'upload-length': '10' },
    }),
  ])
    assert.deepEqual([response.status, await codeOf(response)], [400, 'validation']);
  assert.equal((await ada.client.call('listUploads')).total, 0);
});

endpointTest(
  ['createUpload', 'too-large'],
  'a file beyond the limit is refused before it is sent',
  async (server) => {
    const ada = await server.setUp();
    const response = await createTus(server, ada).create(1_000_001);
    assert.deepEqual([response.status, await codeOf(response)], [413, 'too-large']);
  },
  { settings: { uploadFileMb: 1 } },
);

endpointTest(
  ['createUpload', 'quota-exceeded'],
  'uploads of one user share a quota, those under way included',
  async (server) => {
    const ada = await server.setUp();
    const tus = createTus(server, ada);
    const first = await tus.create(600_000);
    assert.equal(first.status, 201);
    const second = await tus.create(600_000);
    assert.deepEqual([second.status, await codeOf(second)], [413, 'quota-exceeded']);
    const kim = await server.addUser(ada, 'kim', 'artist');
    assert.equal((await createTus(server, kim).create(600_000)).status, 201);
    await tus.terminate(locationOf(first));
    assert.equal((await tus.create(600_000)).status, 201);
  },
  { settings: { uploadQuotaMb: 1 } },
);

endpointTest(['sendUpload', 'ok'], 'a file comes in pieces, and goes on where it stopped', async (server) => {
  const ada = await server.setUp();
  const tus = createTus(server, ada);
  const bytes = song();
  const location = locationOf(await tus.create(bytes.length, { sha256: sha256(bytes) }));
  assert.equal((await tus.send(location, 0, bytes.slice(0, 500))).status, 204);
  const head = await tus.head(location);
  assert.equal(head.headers.get('upload-offset'), '500');
  assert.equal(head.headers.get('upload-length'), String(bytes.length));
  assert.equal(head.headers.get('cache-control'), 'no-store');
  const params = { uploadId: idOf(location) };
  const half = await ada.client.call('getUpload', { params });
  assert.deepEqual([half.state, half.receivedBytes], ['receiving', 500]);
  assert.equal((await tus.send(location, 500, bytes.slice(500))).status, 204);
  await whenTakenIn(server);
  assert.equal((await ada.client.call('getUpload', { params })).state, 'done');
  assert.equal((await tus.head(location)).headers.get('upload-offset'), String(bytes.length));
});

endpointTest(['sendUpload', 'ok'], 'a sender who is cut off in a piece leaves no fault behind', async (server) => {
  const ada = await server.setUp();
  const [tus, wav] = [createTus(server, ada), song()];
  const location = locationOf(await tus.create(wav.length));
  const cutOff = tus.beginSending(location, wav.length, wav.subarray(0, 100));
  const part = join(folderOf(server), '.incoming', idOf(location));
  await eventually('a little has come', async () => (await stat(part)).size === 100);
  cutOff();
  const offset = Number((await tus.head(location)).headers.get('upload-offset'));
  assert.equal(offset, 100);
  assert.equal((await tus.send(location, offset, wav.subarray(offset))).status, 204);
  await whenTakenIn(server);
  const told = server.log.map((line) => JSON.parse(line) as { level: number }).filter(({ level }) => level > 30);
  assert.deepEqual(told, []);
});

endpointTest(['sendUpload', 'not-found'], 'uploads of others, and old ones, cannot be gone on with', async (server) => {
  const ada = await server.setUp();
  const kim = await server.addUser(ada, 'kim', 'artist');
  const location = locationOf(await createTus(server, ada).create(100));
  const other = createTus(server, kim);
  assert.equal(await codeOf(await other.send(location, 0, song())), 'not-found');
  assert.equal((await other.head(location)).status, 404);
  server.clock.advance(8 * 24 * 60 * 60 * 1000);
  const later = await server.signIn('ada');
  assert.equal(await codeOf(await createTus(server, later).send(location, 0, song())), 'not-found');
  await server.context.services.uploadIntake.resume();
  assert.deepEqual(await readdir(join(folderOf(server), '.incoming')), []);
});

endpointTest(['sendUpload', 'conflict'], 'bytes for another place than the next are refused', async (server) => {
  const ada = await server.setUp();
  const tus = createTus(server, ada);
  const location = locationOf(await tus.create(100));
  assert.equal(await codeOf(await tus.send(location, 50, new Uint8Array(10))), 'conflict');
  assert.equal((await tus.head(location)).headers.get('upload-offset'), '0');
});

endpointTest(['sendUpload', 'too-large'], 'more bytes than announced are refused', async (server) => {
  const ada = await server.setUp();
  const tus = createTus(server, ada);
  const location = locationOf(await tus.create(100));
  assert.equal(await codeOf(await tus.send(location, 0, new Uint8Array(200))), 'too-large');
});

endpointTest(['getUpload', 'not-found'], 'the uploads of others are nobody’s business', async (server) => {
  const ada = await server.setUp();
  const kim = await server.addUser(ada, 'kim', 'artist');
  const { id } = await upload(server, ada);
  await assertApiError(kim.client.call('getUpload', { params: { uploadId: id } }), 'not-found');
});

endpointTest(['getUpload', 'ok'], 'junk is refused by its content, whatever its name, and removed', async (server) => {
  const ada = await server.setUp();
  const text = new TextEncoder().encode('this is no music, however it is called. '.repeat(50));
  const junk = await upload(server, ada, text, { filename: 'song.mp3' });
  assert.deepEqual([junk.state, junk.rejection, junk.track], ['rejected', 'not-audio', null]);
  const broken = await upload(server, ada, new TextEncoder().encode('fLaC and nothing else'), { filename: 'a.flac' });
  assert.deepEqual([broken.state, broken.rejection], ['rejected', 'damaged']);
  const half = await upload(server, ada, song(44_100).subarray(0, 40_000), { filename: 'half.wav' });
  assert.deepEqual([half.state, half.rejection], ['rejected', 'cut-off']);
  const altered = await upload(server, ada, song(900), { sha256: sha256(song(901)) });
  assert.deepEqual([altered.state, altered.rejection], ['rejected', 'checksum-mismatch']);
  const named = await upload(server, ada, song(1000), { filename: 'song.exe' });
  assert.equal(named.state, 'done', 'music under another name is music');
  assert.deepEqual((await readdir(folderOf(server))).toSorted(), ['.incoming', 'song.wav']);
  assert.deepEqual(await readdir(join(folderOf(server), '.incoming')), []);
});

endpointTest(['createUpload', 'ok'], 'covers and lyrics of a folder come to lie beside its tracks', async (server) => {
  const ada = await server.setUp();
  const send = (relativePath: string, bytes: Uint8Array<ArrayBuffer>) =>
    upload(server, ada, bytes, { filename: relativePath.slice(relativePath.lastIndexOf('/') + 1), relativePath });
  const cover = await paint('#c03030');
  const lyrics = new TextEncoder().encode('[00:01.00]Grüße\n[00:02.00]von hier\n\0');
  const sent = [
    await send('Band/Record/CD 1/01 One.wav', song()),
    await send('Band/Record/CD 1/01 One.lrc', lyrics),
    await send('band/RECORD/cover.jpg', cover),
  ];
  assert.deepEqual(
    sent.map(({ state, rejection }) => [state, rejection]),
    [
      ['done', null],
      ['done', null],
      ['done', null],
    ],
  );
  assert.deepEqual(new Uint8Array(await readFile(join(folderOf(server), 'Band/Record/cover.jpg'))), cover);
  const [track] = (await ada.client.call('listTracks')).items;
  assert.equal(track?.cover?.id, toCoverId(cover));
  const { lines } = await ada.client.call('getLyrics', { params: { trackId: track?.id ?? '' } });
  assert.deepEqual(
    lines.map(({ text }) => text),
    ['Grüße', 'von hier'],
  );

  assert.equal((await send('Band/Record/Cover.JPG', cover)).state, 'duplicate');
  const other = await send('Band/Record/cover.jpg', await paint('#3030c0'));
  assert.deepEqual([other.state, other.rejection], ['rejected', 'name-taken']);
  await ada.client.call('deleteUpload', { params: { uploadId: sent[2]?.id ?? '' } });
  await whenTakenIn(server);
  assert.equal((await ada.client.call('listTracks')).items[0]?.cover, null);
  assert.equal((await send('Band/Record/cover.jpg', await paint('#3030c0'))).state, 'done');
});

endpointTest(['getUpload', 'ok'], 'a cover or lyrics by name only are refused, and music is music', async (server) => {
  const ada = await server.setUp();
  const text = new TextEncoder().encode('no picture, however it is called. '.repeat(30));
  const send = (filename: string, bytes: Uint8Array<ArrayBuffer>) =>
    upload(server, ada, bytes, { filename, relativePath: `Record/${filename}` });
  const refused = [
    await send('cover.png', text),
    await send('folder.jpg', (await paint('#c03030')).slice(0, 300)),
    await send('1.lrc', new Uint8Array([1, 2, 3, 0, 5, 6, 7, 8])),
    await send('2.lrc', new TextEncoder().encode(' \n\n')),
  ];
  assert.deepEqual([...new Set(refused.map(({ rejection }) => rejection))], ['not-companion']);
  const alone = await upload(server, ada, await paint('#c03030'), { filename: 'cover.jpg' });
  assert.deepEqual([alone.state, alone.rejection], ['rejected', 'not-audio']);
  assert.equal((await send('cover.jpg', song())).track?.title, 'cover');
  assert.deepEqual(await readdir(join(folderOf(server), 'Record')), ['cover.wav']);
});

endpointTest(['createUpload', 'ok'], 'the first uploads of all may come at once', async (server) => {
  const ada = await server.setUp();
  const tus = createTus(server, ada);
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((count) => tus.create(1000 + count)));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
});

endpointTest(['getUpload', 'ok'], 'a path that was sent as a name is not shown as one', async (server) => {
  const ada = await server.setUp();
  for (const filename of ['../../../etc/evil.wav', '..\\evil.wav']) {
    const { fileName } = await upload(server, ada, song(filename.length * 100), { filename });
    assert.equal(fileName, 'evil.wav');
  }
});

endpointTest(['listUploads', 'ok'], 'the same sound is kept once, however its file is called', async (server) => {
  const ada = await server.setUp();
  const kim = await server.addUser(ada, 'kim', 'artist');
  const first = await upload(server, ada, song(), { filename: 'One.wav' });
  const second = await upload(server, kim, song(), { filename: 'Two.wav', relativePath: 'Mine/Two.wav' });
  assert.deepEqual([second.state, second.track?.id], ['duplicate', first.track?.id]);
  const tus = createTus(server, ada);
  const twins = await Promise.all([1, 2, 3].map(() => tus.create(song(950).length, {}, song(950))));
  assert.deepEqual(
    twins.map(({ status }) => status),
    [201, 201, 201],
  );
  await whenTakenIn(server);
  const { items, total } = await ada.client.call('listUploads');
  assert.deepEqual(items.map(({ state }) => state).toSorted(), ['done', 'done', 'duplicate', 'duplicate']);
  assert.equal(total, 4);
  assert.equal((await ada.client.call('listTracks')).total, 2);
});

endpointTest(['deleteUpload', 'ok'], 'a wrong upload can be taken back, and sent again', async (server) => {
  const ada = await server.setUp();
  const done = await upload(server, ada, song(), { relativePath: 'Artist/Album/One.wav', filename: 'One.wav' });
  assert.deepEqual(await readdir(join(folderOf(server), 'Artist', 'Album')), ['One.wav']);
  await ada.client.call('deleteUpload', { params: { uploadId: done.id } });
  await whenTakenIn(server);
  assert.deepEqual(await readdir(folderOf(server)), ['.incoming']);
  assert.equal((await ada.client.call('listTracks')).total, 0);
  assert.equal((await ada.client.call('getUploadUsage')).storedBytes, 0);
  assert.equal((await upload(server, ada)).state, 'done');
});

endpointTest(['deleteUpload', 'not-found'], 'what others sent cannot be taken back', async (server) => {
  const ada = await server.setUp();
  const kim = await server.addUser(ada, 'kim', 'artist');
  const { id } = await upload(server, ada);
  await assertApiError(kim.client.call('deleteUpload', { params: { uploadId: id } }), 'not-found');
});

endpointTest(['deleteUpload', 'conflict'], 'what is being checked waits for its end', async (server) => {
  const ada = await server.setUp();
  const { uploads } = server.context.store.repositories;
  const location = locationOf(await createTus(server, ada).create(100));
  const [receiving] = await uploads.listUploadsByState('receiving', Number.MAX_SAFE_INTEGER, 1);
  assert.ok(receiving);
  await uploads.updateUpload({ ...receiving, state: 'checking' }, 'receiving');
  await assertApiError(ada.client.call('deleteUpload', { params: { uploadId: idOf(location) } }), 'conflict');
});

endpointTest(['getUploadUsage', 'ok'], 'everybody sees the room that is left', async (server) => {
  const ada = await server.setUp();
  const listener = await server.addUser(ada, 'bob');
  await upload(server, ada);
  await createTus(server, ada).create(5000);
  const usage = await ada.client.call('getUploadUsage');
  assert.deepEqual(
    [usage.storedBytes, usage.reservedBytes, usage.fileCount, usage.canUpload],
    [song().length, 5000, 1, true],
  );
  assert.equal((await listener.client.call('getUploadUsage')).canUpload, false);
});

endpointTest(['listUploadUsage', 'ok'], 'the administrator sees who takes how much room', async (server) => {
  const ada = await server.setUp();
  const kim = await server.addUser(ada, 'kim', 'artist');
  await upload(server, kim);
  const { items } = await ada.client.call('listUploadUsage');
  assert.deepEqual(items, [
    { userId: kim.session.user.id, userName: 'kim', storedBytes: song().length, reservedBytes: 0, fileCount: 1 },
  ]);
});

endpointTest(['createUpload', 'ok'], 'paths from outside stay inside the uploads', async (server) => {
  const ada = await server.setUp();
  const sent = { relativePath: '../../../Other/..\\evil/song.wav', filename: '../song.wav' };
  assert.equal((await upload(server, ada, song(), sent)).state, 'done');
  assert.deepEqual((await readdir(folderOf(server), { recursive: true })).toSorted(), [
    '.incoming',
    'Other',
    'Other/evil',
    'Other/evil/song.wav',
  ]);
});

endpointTest(
  ['getUpload', 'ok'],
  'what a server that ended had not taken in is taken in by the next',
  async (server) => {
    const ada = await server.setUp();
    const tus = createTus(server, ada);
    const { uploads } = server.context.store.repositories;
    const locations = await Promise.all([1, 2, 3].map(async (n) => locationOf(await tus.create(song(700 + n).length))));
    const [whole = '', placed = '', half = ''] = locations;
    const part = (location: string) => join(folderOf(server), '.incoming', idOf(location));
    // Killed after the last byte; after the file got its place, before that was noted; and in the middle.
    await writeFile(part(whole), song(701));
    await writeFile(join(folderOf(server), 'Placed.wav'), song(702));
    const record = await uploads.findUpload(idOf(placed) as never);
    assert.ok(record);
    await uploads.updateUpload({ ...record, state: 'checking', storedPath: 'Placed.wav' }, 'receiving');
    await rm(part(placed));
    await writeFile(part(half), song(703).slice(0, 100));
    await server.context.services.uploadIntake.resume();
    await whenTakenIn(server);
    const states = await Promise.all(
      locations.map((location) => ada.client.call('getUpload', { params: { uploadId: idOf(location) } })),
    );
    assert.deepEqual(
      states.map(({ state }) => state),
      ['done', 'done', 'receiving'],
    );
    assert.equal((await tus.head(half)).headers.get('upload-offset'), '100');
  },
);

endpointTest(
  ['createUpload', 'ok'],
  'browsers of allowed origins may speak tus',
  async (server) => {
    const ada = await server.setUp();
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    const preflight = await fetch(`${server.url}/api/v1/uploads`, { method: 'OPTIONS', headers });
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /upload-metadata/);
    const plain = await fetch(`${server.url}/api/v1/uploads`, { method: 'OPTIONS' });
    assert.equal(plain.headers.get('tus-version'), '1.0.0');
    assert.match(plain.headers.get('tus-extension') ?? '', /creation/);
    const bytes = song();
    const response = await server.fetch(`${server.url}/api/v1/uploads`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ada.session.accessToken}`,
        origin: 'https://app.example',
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes.length),
        'upload-metadata': `filename ${btoa('song.wav')}`,
      },
    });
    assert.equal(response.headers.get('access-control-allow-origin'), 'https://app.example');
    assert.match(response.headers.get('access-control-expose-headers') ?? '', /upload-offset/);
  },
  { settings: { allowedOrigins: ['https://app.example'] } },
);

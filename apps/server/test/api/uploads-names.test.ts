import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { buildWav } from '#test/support/build-wav.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { createTus, idOf, locationOf, whenTakenIn } from '#test/support/tus.ts';

const song = (sampleCount: number) => new Uint8Array(buildWav(sampleCount));
const paint = async (background: string) => {
  const picture = sharp({ create: { width: 90, height: 90, channels: 3, background } });
  return new Uint8Array(await picture.jpeg().toBuffer());
};

endpointTest(
  ['getUpload', 'ok'],
  'a folder is in the way of a file, and a file in that of a folder',
  async (server) => {
    const ada = await server.setUp();
    const send = async (relativePath: string, bytes: Uint8Array<ArrayBuffer>) => {
      const told = { filename: basename(relativePath), relativePath };
      const response = await createTus(server, ada).create(bytes.length, told, bytes);
      await whenTakenIn(server);
      const { state, rejection } = await ada.client.call('getUpload', {
        params: { uploadId: idOf(locationOf(response)) },
      });
      return rejection ?? state;
    };
    assert.equal(await send('Record/cover.jpg/1.wav', song(801)), 'done');
    assert.equal(await send('Record/cover.jpg', await paint('#c03030')), 'name-taken');
    assert.equal(await send('Record/cover.jpg/1.wav/2.wav', song(802)), 'done');
    assert.equal(await send('Record/cover.jpg/1.wav/3.wav', song(803)), 'done');
    const folder = join(server.context.config.dataDirectory, 'uploads/Record/cover.jpg');
    assert.deepEqual((await readdir(folder)).sort(), ['1.wav', '1.wav (2)']);
    assert.deepEqual((await readdir(join(folder, '1.wav (2)'))).sort(), ['2.wav', '3.wav']);
  },
);

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createApiClient } from '@jetstream/api-contract/client';
import { buildWav } from '#test/support/build-wav.ts';
import { eventuallyFind } from '#test/support/eventually.ts';
import { askRaw } from '#test/support/nginx-front.ts';
import { TEST_PASSWORD } from '#test/support/test-server.ts';
import { findNginx } from '../../../../tools/services/nginx.ts';
import { findFreePort } from '../../../../tools/services/service-process.ts';
import { serviceKinds, serviceNames } from '../../../../tools/services/services.ts';

const PROGRAM = fileURLToPath(new URL('../../../../tools/cluster.ts', import.meta.url));
const NAME = 'ada';

const absent = serviceNames.filter((name) => serviceKinds[name].find() === undefined);
const skip = (absent.length > 0 || findNginx() === undefined) && `${[...absent, 'NGINX'].join(', ')} are needed`;

/** `npm run cluster` as somebody would run it; resolves when it says that it is ready. */
async function start(args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, '--http', '--no-build', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('The cluster is ready')) ready.resolve();
    });
  const ended = once(child, 'close') as Promise<[number | null]>;
  void ended.then(() => ready.reject(new Error(`the cluster ended\n${lines.join('\n')}`)));
  await ready.promise;
  const stop = async () => {
    child.kill('SIGINT');
    const [code] = await ended;
    return code;
  };
  return { lines, stop };
}

test(
  'npm run cluster: one address before two servers that see one world, kept for the next start',
  { skip },
  async (context) => {
    const directory = await mkdtemp(join(tmpdir(), 'jetstream-cluster-'));
    context.after(() => rm(directory, { recursive: true, force: true }));
    await chmod(directory, 0o711);
    const music = join(directory, 'music');
    await mkdir(music);
    await writeFile(join(music, 'song.wav'), buildWav());
    const port = await findFreePort();
    const args = ['--port', String(port), '--data', join(directory, 'data'), '--music', music];
    const baseUrl = `http://127.0.0.1:${port}`;
    const stranger = createApiClient({ baseUrl, fetch });

    const first = await start(args);
    const body = { name: NAME, password: TEST_PASSWORD, tokenDelivery: 'body' as const };
    const { accessToken } = await stranger.call('setUp', { body });
    const client = createApiClient({ baseUrl, fetch, getAccessToken: () => accessToken });
    const findTrack = async () => (await client.call('listTracks', { query: {} })).items[0];
    const { id: trackId } = await eventuallyFind('the scan finds the song', findTrack);
    // NGINX gives each request to the server with fewer: both answer.
    const headers = { authorization: `Bearer ${accessToken}` };
    const songs = await Promise.all(
      Array.from({ length: 8 }, () => askRaw(`${baseUrl}/api/v1/stream/${trackId}`, { headers })),
    );
    assert.ok(songs.every(({ status, body: sound }) => status === 200 && sound.equals(buildWav())));
    assert.equal(await first.stop(), 0);

    const second = await start(args);
    const { session } = { session: await stranger.call('login', { body }) };
    const again = createApiClient({ baseUrl, fetch, getAccessToken: () => session.accessToken });
    assert.equal((await again.call('listTracks', { query: {} })).items[0]?.id, trackId);
    assert.equal(await second.stop(), 0);
  },
);

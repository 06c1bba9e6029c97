import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createApiClient, type ApiClient } from '@jetstream/api-contract/client';
import { Upload } from 'tus-js-client';
import { buildWav } from '#test/support/build-wav.ts';
import { sha256 } from '#test/support/tus.ts';
import { eventuallyFind } from '#test/support/eventually.ts';
import { findFreePort } from '../../../../tools/services/service-process.ts';

const main = join(import.meta.dirname, '../../src/main.mjs');
const PASSWORD = 'correct horse battery';
const CHUNK_BYTES = 256 * 1024;

describe('an upload whose server is killed', () => {
  let folder: string;
  let port: number;
  let child: ChildProcess | undefined;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jetstream-kill-'));
    port = await findFreePort();
  });
  after(async () => {
    child?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    child = spawn(process.execPath, [main, '--data', folder, '--port', String(port)], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let log = '';
    for await (const chunk of child.stdout ?? []) {
      log += String(chunk);
      if (log.includes('JetStream is ready')) return;
    }
    assert.fail(`the server did not start: ${log}`);
  }

  async function kill(): Promise<void> {
    const exited = child && once(child, 'exit');
    child?.kill('SIGKILL');
    await exited;
  }

  test('goes on from the bytes that had arrived, and becomes a track', async () => {
    await start();
    const baseUrl = `http://127.0.0.1:${port}`;
    const anyone = createApiClient({ baseUrl, fetch });
    const { accessToken } = await anyone.call('setUp', {
      body: { name: 'ada', password: PASSWORD, tokenDelivery: 'body' },
    });
    const client = createApiClient({ baseUrl, fetch, getAccessToken: () => accessToken });
    const bytes = buildWav(2_000_000);
    for (let at = 44; at < bytes.length; at += 97) bytes[at] = at % 251;
    let sentBytes = 0;
    let isKilled = false;
    await new Promise<void>((resolve, reject) => {
      const upload = new Upload(bytes, {
        endpoint: `${baseUrl}/api/v1/uploads`,
        chunkSize: CHUNK_BYTES,
        retryDelays: Array.from({ length: 40 }, () => 250),
        headers: { authorization: `Bearer ${accessToken}` },
        metadata: { filename: 'Long.wav', sha256: sha256(bytes) },
        onChunkComplete(size) {
          sentBytes += size;
          if (isKilled || sentBytes < bytes.length / 2) return;
          isKilled = true;
          kill().then(start).catch(reject);
        },
        onSuccess: () => resolve(),
        onError: reject,
      });
      upload.start();
    });
    assert.ok(isKilled);
    // Those of the killed request that had arrived are never acknowledged, and not sent again either.
    assert.ok(sentBytes <= bytes.length, 'bytes that had been acknowledged were sent again');
    const done = await untilEnded(client);
    assert.deepEqual([done.state, done.rejection], ['done', null]);
    const [name] = (await readdir(join(folder, 'uploads'))).filter((entry) => !entry.startsWith('.'));
    assert.equal(sha256(await readFile(join(folder, 'uploads', name ?? ''))), sha256(bytes));
    await kill();
  });
});

const untilEnded = (client: ApiClient) =>
  eventuallyFind('the upload comes to its end', async () => {
    const [upload] = (await client.call('listUploads')).items;
    return upload?.state === 'receiving' || upload?.state === 'checking' ? undefined : upload;
  });

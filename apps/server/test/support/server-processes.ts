import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createApiClient } from '@jetstream/api-contract/client';
import { findFreePort, startService, type ServiceProcess } from '../../../../tools/services/service-process.ts';
import { buildWav } from './build-wav.ts';
import { eventuallyFind } from './eventually.ts';
import { TEST_PASSWORD } from './test-server.ts';

const MAIN = fileURLToPath(new URL('../../src/main.mjs', import.meta.url));
/** Far more than sockets and proxies hold between a server and a client that does not read. */
const SAMPLES = 32_000_000;

export interface ServerProcess extends ServiceProcess {
  host: string;
}

/**
 * Two servers as processes of their own, to be stopped and killed. Each has a copy of the same data: keys, the account and
 * the one track are alike.
 */
export async function startServerProcesses(context: TestContext, env: Record<string, string>) {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-processes-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const music = join(directory, 'music');
  const wav = buildWav(SAMPLES);
  for (let position = 44; position < wav.length; position += 4) wav.writeUInt32LE(position, position);
  await mkdir(music);
  await writeFile(join(music, 'long.wav'), wav);
  const start = async (name: string): Promise<ServerProcess> => {
    const port = await findFreePort();
    const args = ['--data', join(directory, name), '--music', music, '--port', `${port}`, '--host', '127.0.0.1'];
    const settings = { JETSTREAM_TRUST_PROXY: '127.0.0.1', JETSTREAM_WATCH: 'false', ...env };
    const options = { name, program: process.execPath, args: [MAIN, ...args], port };
    const service = await startService({ ...options, env: { PATH: process.env['PATH'], ...settings } });
    return { ...service, host: `127.0.0.1:${port}` };
  };
  const first = await start('one');
  const { authorization, trackId } = await prepare(`http://${first.host}`);
  await first.stop();
  await cp(join(directory, 'one'), join(directory, 'two'), { recursive: true });
  const servers = await Promise.all([start('one'), start('two')]);
  context.after(() => Promise.all(servers.map((server) => server.stop('SIGKILL'))));
  return { servers: servers as [ServerProcess, ServerProcess], wav, music, authorization, trackId };
}

async function prepare(baseUrl: string): Promise<{ authorization: string; trackId: string }> {
  const body = { name: 'ada', password: TEST_PASSWORD, tokenDelivery: 'body' as const };
  const { accessToken } = await createApiClient({ baseUrl, fetch }).call('setUp', { body });
  const client = createApiClient({ baseUrl, fetch, getAccessToken: () => accessToken });
  const findTrack = async () => (await client.call('listTracks', { query: {} })).items[0];
  const { id: trackId } = await eventuallyFind('the scan finds the track', findTrack);
  return { authorization: `Bearer ${accessToken}`, trackId };
}

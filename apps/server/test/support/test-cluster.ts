import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient, type ApiClient } from '@jetstream/api-contract/client';
import type { Track } from '@jetstream/api-contract';
import { startCluster, type Cluster } from '../../../../tools/cluster/start-cluster.ts';
import { findNginx } from '../../../../tools/services/nginx.ts';
import { findFreePort } from '../../../../tools/services/service-process.ts';
import { databaseNames, serviceKinds } from '../../../../tools/services/services.ts';
import { buildWav } from './build-wav.ts';
import { eventually } from './eventually.ts';
import { TEST_PASSWORD } from './test-server.ts';

const absent = databaseNames.filter((name) => serviceKinds[name].find() === undefined);
/** Why no cluster can be started here; false where one can. */
export const clusterSkip: string | false =
  (absent.length > 0 || findNginx() === undefined) && `${[...absent, 'NGINX'].join(', ')} are needed`;

const TRACKS = 20;
const SECONDS = 2;
const SAMPLES_OF_SECOND = 8000;

export interface TestCluster extends Cluster {
  directory: string;
  music: string;
  tracks: readonly Track[];
  authorization: string;
  refreshToken: string;
  /** Through NGINX. */
  client: ApiClient;
  /** Past NGINX. */
  clientOf(host: string): ApiClient;
  /** What the servers wrote. */
  lines: readonly string[];
}

export const CREDENTIALS = { name: 'ada', password: TEST_PASSWORD, tokenDelivery: 'body' as const };

/** Two servers over the real databases, with an administrator and an album that was scanned. */
export async function startTestCluster(settings: Readonly<Record<string, string>> = {}): Promise<TestCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-faults-'));
  await chmod(directory, 0o711);
  const music = join(directory, 'music');
  await writeAlbum(join(music, 'Ada', 'First'), TRACKS);
  const lines: string[] = [];
  const cluster = await startCluster({
    music: [music],
    port: await findFreePort(),
    serverCount: 2,
    directory: join(directory, 'cluster'),
    isHttps: false,
    onLine: (line) => lines.push(line),
    settings: { JETSTREAM_WATCH: 'false', JETSTREAM_REQUESTS_PER_MINUTE: '100000', ...settings },
  });
  const stop = async () => {
    await cluster.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const baseUrl = cluster.url.replace('localhost', '127.0.0.1');
    const session = await createApiClient({ baseUrl, fetch }).call('setUp', { body: CREDENTIALS });
    const getAccessToken = () => session.accessToken;
    const client = createApiClient({ baseUrl, fetch, getAccessToken });
    let tracks: Track[] = [];
    await eventually('the scan finds the album', async () => {
      tracks = (await client.call('listTracks', { query: { limit: 100 } })).items;
      return tracks.length === TRACKS;
    });
    return {
      ...cluster,
      url: baseUrl,
      stop,
      directory,
      music,
      tracks,
      authorization: `Bearer ${session.accessToken}`,
      refreshToken: session.refreshToken ?? '',
      client,
      clientOf: (host) => createApiClient({ baseUrl: `http://${host}`, fetch, getAccessToken }),
      lines,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Songs of different sound, one named after the other. */
export async function writeAlbum(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let number = 1; number <= count; number++) {
    const wav = buildWav(SECONDS * SAMPLES_OF_SECOND);
    for (let position = 44; position < wav.length; position += 2)
      wav.writeInt16LE((position * number) % 9973, position);
    await writeFile(join(folder, `${String(number).padStart(3, '0')} Song ${number}.wav`), wav);
  }
}

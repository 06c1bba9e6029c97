import { rm } from 'node:fs/promises';
import { startCluster, type Cluster } from '../../../tools/cluster/start-cluster.ts';
import type { RunningJetStream } from './jetstream.ts';

interface TestClusterOptions {
  music: readonly string[];
  directory: string;
  port: number;
}

/** What `npm run cluster` starts, with everything in this folder. */
export async function startTestCluster({ music, directory, port }: TestClusterOptions): Promise<RunningJetStream> {
  const lines: string[] = [];
  const start = (): Promise<Cluster> =>
    startCluster({ music, directory, port, serverCount: 2, isHttps: false, onLine: (line) => lines.push(line) });
  let cluster = await start();
  return {
    url: cluster.url,
    dataDirectory: directory,
    output: () => lines.join('\n'),
    crashAndRestart: async () => {
      for (const server of cluster.servers) await server.stop('SIGKILL');
      await cluster.stop();
      cluster = await start();
    },
    stop: async () => {
      await cluster.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

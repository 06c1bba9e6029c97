import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureWebApp } from './build-web-app.ts';
import { startCluster, type ClusterOptions } from './cluster/start-cluster.ts';
import { root } from './house/source-files.ts';

/**
 * `npm run cluster`: several servers over PostgreSQL, Redis and a MongoDB behind NGINX on this machine, for development. It
 * restarts nothing by itself: what ends is told, and the others go on.
 */
const HELP = `npm run cluster -- [OPTIONS]

  --music DIR      a folder with music; may be repeated
  --port NUMBER    where NGINX listens (8443; with --http 8080)
  --servers NUMBER how many servers (2)
  --data DIR       where everything is kept, and found again (.cache/cluster)
  --http           without TLS
  --no-build       with the web app as it was built
  --help           this text
`;
const HTTPS_PORT = 8443;
const HTTP_PORT = 8080;
const MOST_SERVERS = 16;

function readOptions(args: string[], directory: string): (ClusterOptions & { isBuilding: boolean }) | undefined {
  const { values } = parseArgs({
    args,
    options: {
      music: { type: 'string', multiple: true, default: [] },
      port: { type: 'string' },
      servers: { type: 'string', default: '2' },
      data: { type: 'string' },
      http: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    music: values.music.map((folder) => resolve(directory, folder)),
    port: toNumber('--port', values.port ?? String(values.http ? HTTP_PORT : HTTPS_PORT), 65_535),
    serverCount: toNumber('--servers', values.servers, MOST_SERVERS),
    directory: values.data === undefined ? resolve(root, '.cache/cluster') : resolve(directory, values.data),
    isHttps: !values.http,
    isBuilding: !values['no-build'],
    onLine: (line) => process.stdout.write(`${line}\n`),
  };
}

function toNumber(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= most) return number;
  throw new Error(`${name} is ${text}: write a number from 1 to ${most}.`);
}

async function serve(options: ClusterOptions & { isBuilding: boolean }): Promise<void> {
  if (options.isBuilding) await ensureWebApp();
  const stopping = Promise.withResolvers<void>();
  // Before anything starts: from now on a signal ends what has been started, in order.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.resolve());
  const cluster = await startCluster(options);
  process.stdout.write(`The cluster is ready: open ${cluster.url}\n`);
  await stopping.promise;
  process.stdout.write('Stopping...\n');
  await cluster.stop();
}

try {
  const options = readOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  if (options) await serve(options);
  else process.stdout.write(HELP);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

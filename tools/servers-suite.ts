import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { root } from './house/source-files.ts';

/** What the suite `api-servers` leaves to `api`: nothing in it depends on the databases, or it has them already. */
const otherFiles: Readonly<Record<string, string>> = {
  'command-line': 'options, files and exit codes of the program; no request',
  jobs: 'puts jobs into the tables of the embedded queue; contracts/ and scan/ have those of Redis',
  'redis-away.faults': 'runs on Redis',
  'two-servers': 'runs on Redis',
  'uploads-kill': 'starts processes of its own on files',
  'web-app': 'files of the web app',
};

/** Tests, by title, that say what is so on the embedded store only. */
const otherTests: Readonly<Record<string, string>> = {
  'a server that can serve is ready': 'names the one store; scan/ and api/redis-away read the states of several',
  'a server that stops is not ready any more': 'names the one store',
  'a server without its store is not ready': 'closes the one store; contracts/ take the others away',
  'keys in a file are for the owner only': 'servers keep them in Redis',
  'ten thousand entries are no trouble': 'FerretDB needs minutes to take in the two thousand songs',
  'the random shelf stays for some minutes': 'kept answers age by the clock of Redis, which no test can advance',
};

export const serversFiles = (): string[] =>
  globSync('apps/server/test/api/*.test.ts', { cwd: root })
    .filter((file) => !Object.hasOwn(otherFiles, basename(file, '.test.ts')))
    .sort();

export const serversFlags = [
  '--test-concurrency=2',
  ...Object.keys(otherTests).map((title) => `--test-skip-pattern=${title}`),
];

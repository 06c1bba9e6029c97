import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { root } from './house/source-files.ts';

/** What the suite `api-cluster` leaves to `api`: nothing in it depends on the databases, or it has them already. */
const otherFiles: Readonly<Record<string, string>> = {
  'command-line': 'options, files and exit codes of the program; no request',
  jobs: 'puts jobs into the tables of the embedded queue; contracts/ and scan/ have those of Redis',
  'redis-away.faults': 'runs on Redis, and takes it away',
  'two-servers': 'starts two servers over Redis itself',
  'two-servers-upload': 'starts two servers over Redis itself',
  'uploads-in-bucket': 'writes to a bucket whatever the databases are; two-servers-upload does so with two servers',
  'uploads-kill': 'starts processes of its own on files',
  'web-app': 'files of the web app, which NGINX sends itself: cluster/nginx-edge has them',
};

/** Tests, by title, that say what is so without NGINX, or on the embedded store, only. */
const otherTests: Readonly<Record<string, string>> = {
  'metrics are there for who has the token': 'NGINX passes no metrics on',
  'behind NGINX the bytes are handed over': 'is the NGINX itself; cluster/nginx-media has the real one',
  'over https, told by a trusted proxy': 'is the proxy itself; cluster/nginx-edge has the real one',
  'keys in a file are for the owner only': 'servers keep them in Redis',
  'mpv plays HLS': 'the same bytes; hls-rules has read them through NGINX',
  'segments that players give up': 'NGINX goes on with what its cache can use',
  'a range beyond the end of a segment is told its length': 'NGINX, which keeps segments, says so itself',
  'a segment that is encoded on the way comes without a length':
    'NGINX asks for it without a range, and keeps it without a length',
  'ten thousand entries are no trouble': 'FerretDB needs minutes to take in the two thousand songs',
};

/** What the suite `browser-cluster` leaves to `browser`. */
const otherBrowserFiles: Readonly<Record<string, string>> = {
  'engine-joins': 'plays files of its own on a page of its own; no server',
  'engine-recovery': 'plays files of its own on a page of its own; no server',
  'engine-levels': 'plays files of its own on a page of its own; no server',
  'other-players': 'fetches what hls-rules of api-cluster fetches through NGINX',
  accessibility: 'looks at pages, which are the same files whatever the stores are',
};

const filesWithout = (pattern: string, others: Readonly<Record<string, string>>): string[] =>
  globSync(pattern, { cwd: root })
    .filter((file) => !Object.hasOwn(others, basename(file, '.test.ts')))
    .sort();

export const clusterFiles = (): string[] => filesWithout('apps/server/test/api/*.test.ts', otherFiles);

export const clusterBrowserFiles = (): string[] => filesWithout('test/browser/**/*.test.ts', otherBrowserFiles);

export const clusterFlags = [
  '--test-concurrency=3',
  ...Object.keys(otherTests).map((title) => `--test-skip-pattern=${title}`),
];

import { existsSync, globSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './house/source-files.ts';
import { startServices } from './services/services.ts';
import { clusterBrowserFiles, clusterFiles, clusterFlags } from './cluster-suite.ts';
import { runSuite, type Outcome, type Suite } from './run-suite.ts';

/**
 * `npm test`: every suite, or those named (`unit app api api-cluster browser browser-cluster`). A test that needs a program says so when it is not
 * there; with CI=true a skipped test fails the run, and what failed is run once more.
 */
const VITEST_PROJECTS = ['packages/app-core', 'packages/app-ui', 'apps/web'];
const NODE_TEST = [
  '--test',
  // A test that hangs fails, with its name, instead of holding up the run for ever.
  '--test-timeout=300000',
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  `--test-reporter=${join(root, 'tools', 'report-failed-files.ts')}`,
];

const nodeSuite = (name: string, patterns: string[], flags: string[] = []): Suite => ({
  name,
  files: globSync(patterns, { cwd: root }).sort(),
  command: (files, failedFiles) => [
    'node',
    ...NODE_TEST,
    `--test-reporter-destination=${failedFiles}`,
    ...flags,
    ...files,
  ],
});

const suites: Suite[] = [
  nodeSuite(
    'unit',
    [
      'apps/server/src/**/*.test.ts',
      'packages/{api-contract,audio-analysis,demo-album,media-containers,music-files}/src/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    ['--test-concurrency=2'],
  ),
  {
    name: 'app',
    files: VITEST_PROJECTS.filter(
      (project) => globSync(['src/**/*.test.{ts,tsx}'], { cwd: join(root, project) }).length > 0,
    ),
    command: (projects) => [
      'vitest',
      'run',
      '--reporter=default',
      // As path filters: the names of the projects are those of their packages.
      ...projects,
    ],
  },
  // More than there are cores: tests of faults wait most of their time.
  { ...nodeSuite('api', ['apps/server/test/**/*.test.ts'], ['--test-concurrency=3']), needsServices: true },
  { ...nodeSuite('api-cluster', clusterFiles(), clusterFlags), needsServices: true, store: 'cluster' },
  nodeSuite('browser', ['test/browser/**/*.test.ts'], ['--test-concurrency=2']),
  { ...nodeSuite('browser-cluster', clusterBrowserFiles(), ['--test-concurrency=2']), store: 'cluster' },
];

const programs: readonly [program: string, paths: string[], howTo: string][] = [
  [
    'ffmpeg',
    ['/usr/bin/ffmpeg', '/usr/local/bin/ffmpeg', '/opt/homebrew/bin/ffmpeg'],
    'the scanner is tried on every audio format: install ffmpeg (apt-get install ffmpeg)',
  ],
  [
    'chromium',
    ['/usr/bin/chromium', process.env['JETSTREAM_TEST_BROWSER'] ?? ''],
    'the browser journeys: install Chromium (apt-get install chromium) or set JETSTREAM_TEST_BROWSER to a Chrome',
  ],
  ['mpv', ['/usr/bin/mpv'], 'HLS and DASH are tried with a second player: install mpv (apt-get install mpv)'],
];

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = asked.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const chosen = suites.filter(({ name, files }) => files.length > 0 && (asked.length === 0 || asked.includes(name)));
const directory = await mkdtemp(join(tmpdir(), 'jetstream-services-'));
// The user that PostgreSQL runs as has to get through.
await chmod(directory, 0o711);
const services = chosen.some(({ needsServices }) => needsServices) ? await startServices(directory) : undefined;
const outcomes: Outcome[] = [];
try {
  for (const suite of chosen) {
    console.log(`\n== ${suite.name}: ${suite.files.length} files`);
    outcomes.push(await runSuite(suite, services, directory));
  }
} finally {
  await services?.stop();
  await rm(directory, { recursive: true, force: true });
}
for (const line of services?.missing ?? []) console.log(`missing ${line}`);
for (const [program, paths, howTo] of programs)
  if (!paths.some((path) => existsSync(path))) console.log(`missing ${program}: ${howTo}`);
const skipped = outcomes.flatMap((outcome) => outcome.skipped);
for (const title of skipped) console.log(`skipped: ${title}`);
// Again at the end: of a long log often only that is kept.
for (const { name, failures, unsteady } of outcomes) {
  if (unsteady !== '') console.log(`\n== unsteady in ${name}: failed, and passed when run again\n${unsteady}`);
  if (failures !== '') console.log(`\n== failed in ${name}\n${failures}`);
}
const failed = outcomes.reduce((sum, outcome) => sum + Math.max(outcome.failed, outcome.code === 0 ? 0 : 1), 0);
const mayNotSkip = process.env['CI'] === 'true' && skipped.length > 0;
if (mayNotSkip) console.error('In CI a skipped test is a failure.');
console.log(
  `\n${outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)} passed, ${failed} failed, ${skipped.length} skipped`,
);
process.exitCode = failed > 0 || mayNotSkip ? 1 : 0;

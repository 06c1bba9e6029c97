import { spawn } from 'node:child_process';
import { root } from './house/source-files.ts';

/** What a run learnt of files that did not change is kept for the next one. */
const checkTypes = (project: string, name: string): string =>
  `tsc -p ${project} --incremental --tsBuildInfoFile .cache/types/${name}.tsbuildinfo`;

/**
 * `npm run check`: everything a commit must pass, two steps at a time, each with its time; the output of what failed. With
 * `--without-tests` the unit tests are left to `npm test`, which has them too.
 */
const allSteps: readonly [name: string, command: string][] = [
  ['format', 'oxfmt --check .'],
  ['lint', 'oxlint'],
  ['boundaries', 'node tools/check-boundaries.ts'],
  ['house', 'node tools/check-house.ts'],
  ['drift: OpenAPI', 'node tools/generate-openapi.ts --check'],
  ['drift: configuration', 'node tools/generate-config-docs.ts --check'],
  ['drift: headers of NGINX', 'node tools/generate-nginx-headers.ts --check'],
  ['types: server, packages, tools', checkTypes('tsconfig.json', 'server')],
  ['types: browser tests, benchmarks', checkTypes('test/tsconfig.json', 'test')],
  ['types: app-core', checkTypes('packages/app-core/tsconfig.json', 'app-core')],
  ['types: app-ui', checkTypes('packages/app-ui/tsconfig.json', 'app-ui')],
  ['types: web', checkTypes('apps/web/tsconfig.json', 'web')],
  ['unit tests: server, packages', 'node tools/test.ts unit'],
  ['unit tests: app', 'node tools/test.ts app'],
];

const isWithoutTests = process.argv.includes('--without-tests');
const steps = allSteps.filter(([, command]) => !isWithoutTests || !command.startsWith('node tools/test.ts'));

interface Outcome {
  name: string;
  code: number;
  seconds: number;
  output: string;
}

function run([name, command]: readonly [string, string]): Promise<Outcome> {
  const start = performance.now();
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const child = spawn(command, { cwd: root, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => void (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('close', (code) => resolve({ name, code: code ?? 1, seconds: (performance.now() - start) / 1000, output }));
  return promise;
}

const waiting = [...steps];
const outcomes: Outcome[] = [];
async function work(): Promise<void> {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const outcome = await run(step);
    outcomes.push(outcome);
    console.log(`${outcome.code === 0 ? 'ok  ' : 'FAIL'} ${outcome.seconds.toFixed(1).padStart(5)} s  ${outcome.name}`);
  }
}
await Promise.all([work(), work()]);
for (const { name, output } of outcomes.filter(({ code }) => code !== 0)) console.error(`\n--- ${name}\n${output}`);
process.exitCode = outcomes.some(({ code }) => code !== 0) ? 1 : 0;

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { root } from './house/source-files.ts';
import { findNginx, NGINX_HOW_TO } from './services/nginx.ts';
import { databaseNames, serviceKinds, type RunningServices } from './services/services.ts';

export interface Suite {
  name: string;
  /** Writes to `failedFiles`, line by line, the path of each file of tests that failed; not every runner does. */
  command: (files: readonly string[], failedFiles: string) => string[];
  files: string[];
  /** Talks to the databases that are installed. */
  needsServices?: boolean;
  /** Runs what another suite runs, on what several servers share. */
  store?: 'cluster';
}

export interface Outcome {
  name: string;
  code: number;
  passed: number;
  failed: number;
  skipped: string[];
  /** What the runner says of the tests that failed, at its end. */
  failures: string;
  /** What it said of those that passed when they were run again. */
  unsteady: string;
}

const BIN = join(root, 'node_modules', '.bin');
/** Where starts of the server keep theirs: each file of tests, and each thread of its servers, would compile the same again. */
const COMPILED = join(root, '.cache', 'compiled');
/** Of one suite; where more files fail, it is not chance. */
const MOST_UNSTEADY_FILES = 2;

/** @param directory for what the suite's runs tell each other */
export async function runSuite(
  suite: Suite,
  services: RunningServices | undefined,
  directory: string,
): Promise<Outcome> {
  const missing = findMissing(suite, services);
  if (missing.length > 0) {
    const skipped = missing.map((line) => `${suite.name}, all of it, needs ${line}`);
    return { name: suite.name, code: 0, passed: 0, failed: 0, skipped, failures: '', unsteady: '' };
  }
  const failedFiles = join(directory, `failed-${suite.name}`);
  const first = await runFiles(suite, suite.files, { services, failedFiles });
  return process.env['CI'] === 'true' ? runAgain(suite, first, { services, failedFiles }) : first;
}

interface Surroundings {
  services: RunningServices | undefined;
  failedFiles: string;
}

/**
 * In CI, where a run takes half an hour and nobody looks on, the few files that failed get a second chance by themselves. What passes then is told as
 * unsteady: to be mended, not to be lived with.
 */
async function runAgain(suite: Suite, first: Outcome, surroundings: Surroundings): Promise<Outcome> {
  const files = first.code === 0 ? [] : await readLines(surroundings.failedFiles);
  if (files.length === 0 || files.length > MOST_UNSTEADY_FILES) return first;
  console.log(`\n== ${suite.name}: ${files.length} again by themselves`);
  const again = await runFiles(suite, files, surroundings);
  if (again.code !== 0) return first;
  return { ...first, code: 0, passed: first.passed + first.failed, failed: 0, failures: '', unsteady: first.failures };
}

async function readLines(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  return [...new Set((await readFile(path, 'utf8')).split('\n').filter((line) => line !== ''))];
}

async function runFiles(
  suite: Suite,
  files: readonly string[],
  { services, failedFiles }: Surroundings,
): Promise<Outcome> {
  await rm(failedFiles, { force: true });
  const { promise, resolve } = Promise.withResolvers<number>();
  const [program = 'node', ...args] = suite.command(files, failedFiles);
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    // As npm sets it: the suites run with the project's own Node, also when this file was started by itself.
    env: {
      NODE_COMPILE_CACHE: COMPILED,
      ...process.env,
      ...(suite.needsServices && services?.variables),
      ...(suite.store && { JETSTREAM_TEST_STORE: suite.store }),
      PATH: [BIN, process.env['PATH']].join(delimiter),
      FORCE_COLOR: '0',
      NO_COLOR: '1',
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  child.on('error', () => resolve(1));
  child.on('close', (code) => resolve(code ?? 1));
  const code = await promise;
  return { name: suite.name, code, unsteady: '', ...countsOf(output) };
}

/** What the suite cannot do without, and how to get it. */
function findMissing({ store }: Suite, services: RunningServices | undefined): string[] {
  if (store === undefined) return [];
  const missing = databaseNames
    .filter((name) => serviceKinds[name].find() === undefined && !services?.variables[serviceKinds[name].variable])
    .map((name) => `${name}: ${serviceKinds[name].howTo}`);
  return findNginx() === undefined ? [...missing, `NGINX: ${NGINX_HOW_TO}`] : missing;
}

/** Reads the closing lines of Node's spec reporter and of Vitest. */
function countsOf(output: string): Pick<Outcome, 'passed' | 'failed' | 'skipped' | 'failures'> {
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? 0);
  const skipped = [...output.matchAll(/^\s*(?:﹣|↓)\s+(.+)$/gmu)].map((match) => match[1] ?? '');
  return {
    passed: number(/^ℹ pass (\d+)$/mu) + number(/^\s+Tests\s.*?(\d+) passed/mu),
    failed: number(/^ℹ fail (\d+)$/mu) + number(/^\s+Tests\s.*?(\d+) failed/mu),
    skipped,
    failures: /^(?:✖ failing tests:|.*⎯ Failed (?:Tests|Suites) ).*/msu.exec(output)?.[0] ?? '',
  };
}

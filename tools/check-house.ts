import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { localeFaults } from './house/locale-texts.ts';
import { listFiles, readSources, root, type SourceFile } from './house/source-files.ts';

/** Signs that the house slips, as far as a text can show them; ends with status 1 when there is one. */
const FORBIDDEN_NAME = /^(utils?|helpers?|common|misc|manager|base|data|types)\.tsx?$/;
const GENERATED = /(^|\/)(generated|migrations)\//;
const LINES_STOP = 400;

/** Where time and chance may be asked of the system: the composition roots, the platform, and whatever measures. */
const IMPURE_HOME =
  /^(tools|bench|test)\/|^apps\/server\/(test\/|src\/(main\.mjs|(context|command-line)\.ts))|^apps\/web\/(dev\/|src\/platform\/)|\.test\.tsx?$/;
const IMPURE = /\b(Date\.now\(|Math\.random\(|new Date\(\))/;
const ENVIRONMENT_HOME =
  /^(tools|bench|test)\/|^apps\/server\/(test\/|src\/(main\.mjs|command-line\.ts)|src\/config\/)|\.test\.tsx?$|(vite|vitest)\.config\.ts$/;

type Rule = (file: SourceFile) => string[];

function linesMatching(file: SourceFile, pattern: RegExp, message: string): string[] {
  return file.text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}: ${message}`] : []));
}

const rules: Rule[] = [
  (file) => (FORBIDDEN_NAME.test(basename(file.path)) ? [`${file.path}: a file name that says nothing`] : []),
  (file) => {
    const count = file.text.split('\n').length - 1;
    return count > LINES_STOP && !GENERATED.test(file.path)
      ? [`${file.path}: ${count} lines (stop at ${LINES_STOP})`]
      : [];
  },
  (file) => (IMPURE_HOME.test(file.path) ? [] : linesMatching(file, IMPURE, 'time and chance are injected')),
  (file) =>
    ENVIRONMENT_HOME.test(file.path)
      ? []
      : linesMatching(file, /\bprocess\.env\b/, 'the environment is read in config/ only'),
  (file) => linesMatching(file, /(oxlint|eslint)-disable(?!.*--\s*\S)/, 'a suppression carries a reason (-- why)'),
  (file) => linesMatching(file, /@ts-(ignore|nocheck)|@ts-expect-error(?!\s+\S{3})/, 'a suppression carries a reason'),
  (file) => linesMatching(file, /\/\/.*\b(FIXME|XXX|HACK)\b|\bTODO\b(?!\(#?\d+\))/, 'marks are @NOTE and @TODO(issue)'),
  (file) =>
    /\.test\.tsx?$/.test(file.path)
      ? linesMatching(file, /\b(it|test|describe)\.only\(/, 'a test that silences the others')
      : [],
];

/** Every folder of the map exists, every source folder two levels deep is on the map. */
function mapFaults(): string[] {
  const path = join(root, 'docs/ARCHITECTURE.md');
  if (!existsSync(path)) return ['docs/ARCHITECTURE.md is missing'];
  const text = readFileSync(path, 'utf8');
  const mapped = [...text.matchAll(/^\| `([^`]+)\/`/gm)].map((match) => match[1] ?? '');
  const sources = new Set(listFiles(/\.tsx?$/).map((file) => dirname(file)));
  const folders = new Set([...sources].flatMap((folder) => (roomFolder(folder) ? [roomFolder(folder) ?? ''] : [])));
  return [
    ...mapped
      .filter((folder) => !existsSync(join(root, folder)))
      .map((folder) => `docs/ARCHITECTURE.md: ${folder} does not exist`),
    ...[...folders]
      .filter((folder) => !mapped.includes(folder))
      .map((folder) => `docs/ARCHITECTURE.md: ${folder} is not on the map`),
  ];
}

/** What one table says twice, such as rows of two branches that Git has put together. */
function doubledRows(): string[] {
  const path = 'docs/ARCHITECTURE.md';
  const tables = readFileSync(join(root, path), 'utf8').split(/\n(?!\|)/);
  return tables.flatMap((table) => {
    const cells = [...table.matchAll(/^\| ([^|]+?) \|/gm)].map((match) => match[1] ?? '');
    // A row may speak of several things; commas in brackets are of one.
    const names = cells.flatMap((cell) => cell.split(/, (?![^(]*\))/));
    const doubled = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return [...doubled].map((name) => `${path}: "${name}" has two rows in one table`);
  });
}

function roomFolder(folder: string): string | undefined {
  return /^(apps\/[^/]+\/src\/[^/]+|packages\/[^/]+\/src|apps\/server\/test|apps\/web\/src|tools|bench|test)/.exec(
    folder,
  )?.[0];
}

// This file names the patterns that it looks for.
const sources = readSources().filter(({ path }) => path !== 'tools/check-house.ts');
const faults = [
  ...sources.flatMap((file) => rules.flatMap((rule) => rule(file))),
  ...mapFaults(),
  ...doubledRows(),
  ...localeFaults(sources),
];
const lengths = sources.filter(({ path }) => !GENERATED.test(path)).map(({ text }) => text.split('\n').length - 1);
lengths.sort((a, b) => a - b);
const p90 = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
if (p90 > 200) faults.push(`p90 of file lengths is ${p90} (stop at 200)`);
for (const fault of faults) console.error(fault);
console.log(
  `house: ${sources.length} files, p50 ${lengths[Math.floor(lengths.length / 2)]} lines, p90 ${p90}, ${faults.length} faults`,
);
process.exitCode = faults.length > 0 ? 1 : 0;

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { seedCatalogue } from '../tools/seed.ts';
import { printSpread, printVerdict, spreadOf, timeRuns } from './measure.ts';

/** Searches as typed at 100,000 tracks, through the store as a service calls it. */
const SIZE = { tracks: 100_000, albums: 10_000, artists: 5_000 };
const LIMIT_MS = 10;
const HITS = 8;
const RUNS = 300;

const queries = {
  'one letter': ['l', 's', 'a', 'e', 't', 'b', 'ж', '夜'],
  'two letters': ['lo', 'th', 'he', 'ni', 'da', 'bj', 'mo', 're'],
  'a common word': ['love', 'night', 'the', 'heart', 'time', 'live', 'you', 'me'],
  'a half word': ['midn', 'velv', 'parad', 'thund', 'kaleid', 'andersso', 'garc', 'avalan'],
  'two words': ['love me', 'the night', 'velvet foxes', 'silver moon', 'bjorn bauer', 'heart of', 'me you', 'night l'],
  'many words': ['love the you me night heart', 'the iron tigers love live', 'anna bauer love night light day'],
  'typing errors': [
    'midnihgt',
    'vlevet',
    'paradsie',
    'thundre',
    'kaleidoscpe',
    'anderson velvt',
    'graviti',
    'cathderal',
  ],
  nothing: ['xqzw', 'qqqq wwww', 'zzxyzzy', 'jkjkjkjkjk', '★★★', 'wqx night', '漢漢漢', 'a'.repeat(200)],
};

const directory = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
const store = await connectSqliteStore({ directory });
try {
  if (process.argv[2] === undefined) await seedCatalogue(store.repositories, SIZE);
  for (const [name, asked] of Object.entries(queries)) await measureQueries(name, asked);
} finally {
  await store.close();
  if (process.argv[2] === undefined) rmSync(directory, { recursive: true });
}

async function measureQueries(name: string, asked: readonly string[]): Promise<void> {
  const { searchIndex } = store.repositories;
  const samples = await timeRuns(RUNS, 10, (run) =>
    searchIndex.search(asked[Math.abs(run) % asked.length] ?? '', HITS),
  );
  printSpread(`search, ${name}`, samples);
  const { p99 } = spreadOf(samples);
  printVerdict(`search, ${name}, p99 in ms`, p99, LIMIT_MS, p99 < LIMIT_MS);
}

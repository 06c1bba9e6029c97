import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createRedisKeys } from '#repositories/redis/keys.ts';

const root = new URL('../../../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const HOME = 'apps/server/src/repositories/redis/keys.ts';

test('keys of Redis are made in one file only', () => {
  for (const path of globSync('apps/server/src/**/*.ts', { cwd: root })) {
    if (path === HOME || path.endsWith('.test.ts')) continue;
    assert.doesNotMatch(read(path), /\$\{[\w.]*prefix\}:/i, `${path} makes a key of its own`);
    if (path.includes('/repositories/redis/'))
      assert.doesNotMatch(read(path), /['"`]\w[\w-]*:\$\{|\$\{[^}]*\}:\w/, `${path} makes a key of its own`);
  }
});

test('each key is in the table of the documents', () => {
  const keys: Record<string, unknown> = createRedisKeys('P');
  const table = read('docs/DATA.md');
  for (const key of Object.values(keys)) {
    const pattern = typeof key === 'function' ? String((key as (id: string) => string)('')) : String(key);
    const family = pattern.split(':')[1] ?? '';
    assert.ok(table.includes(`\`${family}`), `docs/DATA.md has no row for ${family}`);
  }
});

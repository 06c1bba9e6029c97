import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ConfigError } from '#config/config.ts';
import { readDataCommand } from './read-data-command.ts';

const directory = mkdtempSync(join(tmpdir(), 'jetstream-command-'));
after(() => rmSync(directory, { recursive: true }));
const servers = { mongodbUrl: 'mongodb://m/music', postgresUrl: 'postgres://p/music', redisUrl: 'redis://r' };
writeFileSync(join(directory, 'servers.json'), JSON.stringify(servers));
writeFileSync(join(directory, 'plain.json'), '{}');

const read = (kind: 'migrate' | 'backup' | 'restore', args: string[], env: Record<string, string> = {}) =>
  readDataCommand(kind, args, {
    env,
    directory,
    surroundings: { dataDirectory: '/srv/data', webDirectory: '/', isProduction: false },
    version: '1.0.0',
  });
const faultsOf = (kind: 'migrate' | 'backup', args: string[]) => {
  try {
    read(kind, args);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.faults;
  }
};

test('both sides of a migration are read, in either direction', () => {
  const up = read('migrate', ['--from', 'embedded', '--to=servers.json', '--data', 'mine']);
  assert.ok(up.kind === 'migrate');
  assert.deepEqual(up.from.store, { kind: 'embedded', directory: join(directory, 'mine') });
  assert.equal(up.to.store.kind, 'servers');
  const down = read('migrate', ['--from', 'servers.json', '--to', 'embedded']);
  assert.ok(down.kind === 'migrate' && down.from.store.kind === 'servers' && down.to.store.kind === 'embedded');
});

test('the embedded side is the data folder also where the environment names databases', () => {
  const env = Object.fromEntries(
    Object.entries(servers).map(([name, url]) => [`JETSTREAM_${name.replace('Url', '').toUpperCase()}_URL`, url]),
  );
  const command = read('migrate', ['--from', 'embedded', '--to', 'configured'], env);
  assert.ok(command.kind === 'migrate');
  assert.equal(command.from.store.kind, 'embedded');
  assert.equal(command.to.store.kind, 'servers');
});

test('what is missing or makes no sense is said', () => {
  assert.match(faultsOf('migrate', ['--from', 'embedded']).join(), /needs both sides/);
  assert.match(faultsOf('migrate', ['--from', 'embedded', '--to', 'embedded']).join(), /for both sides/);
  assert.match(faultsOf('migrate', ['--from', 'embedded', '--to', 'plain.json']).join(), /names no databases/);
  assert.match(faultsOf('migrate', ['--from', 'embedded', '--to', 'absent.json']).join(), /there is none of this name/);
  assert.match(faultsOf('backup', []).join(), /needs a file/);
  assert.match(faultsOf('backup', ['x', '--prot', '1']).join(), /Did you mean --port/);
});

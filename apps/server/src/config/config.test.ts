import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { parseConfigFile } from './config-file.ts';
import { ConfigError, toConfig } from './config.ts';
import { readEnv } from './env.ts';
import { readOptions } from './options.ts';

const surroundings = { dataDirectory: '/app/data', webDirectory: '/app/web', isProduction: false };
const faultsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

test('without any configuration there is a complete one', () => {
  const config = toConfig([], surroundings);
  assert.deepEqual([config.http.port, config.http.host], [4747, '0.0.0.0']);
  assert.deepEqual(config.store, { kind: 'embedded', directory: '/app/data' });
  assert.equal(config.auth.bcryptCost, 12);
});

test('the first source that says something wins', () => {
  const options = readOptions(['--port', '1000'], '/');
  const env = readEnv({ JETSTREAM_PORT: '2000', JETSTREAM_HOST: '::1' }, '/');
  const file = parseConfigFile('{"port": 3000, "host": "x", "scanIntervalMinutes": 5}', '/etc/jetstream.json');
  const config = toConfig([options, env, file], surroundings);
  assert.deepEqual([config.http.port, config.http.host, config.music.scanIntervalMinutes], [1000, '::1', 5]);
});

test('paths count from where they were written', () => {
  const options = readOptions(['--music', 'a', '--music=/b/../c'], '/home/ada');
  assert.deepEqual(toConfig([options], surroundings).music.directories, ['/home/ada/a', '/c']);
  const file = parseConfigFile('{"music": ["music", "~/Music"]}', '/etc/jetstream/config.json');
  const { directories } = toConfig([file], surroundings).music;
  assert.deepEqual(directories, ['/etc/jetstream/music', join(homedir(), 'Music')]);
});

test('folders in one text are separated as in PATH, other lists by commas', () => {
  const env = readEnv({ JETSTREAM_MUSIC: '/a:/b::/a', JETSTREAM_TRUST_PROXY: 'loopback, 10.0.0.0/8' }, '/');
  const config = toConfig([env], surroundings);
  assert.deepEqual(config.music.directories, ['/a', '/b']);
  assert.deepEqual(config.http.trustedProxies, ['loopback', '10.0.0.0/8']);
});

test('an empty variable counts as not set', () => {
  const config = toConfig([readEnv({ JETSTREAM_PORT: '', JETSTREAM_MUSIC: ' ' }, '/')], surroundings);
  assert.deepEqual([config.http.port, config.music.directories.length], [4747, 0]);
});

test('all faults of all sources are told at once, each with its place', () => {
  const options = readOptions(['--port', '70000', 'music', '-x'], '/');
  const env = readEnv({ JETSTREAM_WATCH: 'perhaps' }, '/');
  const file = parseConfigFile('{"publicUrl": "https://x.example/path", "music": [1], "extra": 1}', '/c.json');
  const faults = faultsOf(() => toConfig([options, env, file], surroundings));
  for (const start of [
    '--port is "70000"',
    '"music" is not expected',
    '-x is not an option',
    'JETSTREAM_WATCH is "perhaps"',
  ])
    assert.ok(
      faults.some((fault) => fault.startsWith(start)),
      start,
    );
  for (const start of ['"publicUrl" in /c.json is', '"music" in /c.json is [1]', '"extra" in /c.json is not a setting'])
    assert.ok(
      faults.some((fault) => fault.startsWith(start)),
      start,
    );
  assert.equal(faults.length, 7);
});

test('an option that is given twice is a fault, unless it is a list', () => {
  const faults = faultsOf(() => toConfig([readOptions(['--port', '1', '--port=2'], '/')], surroundings));
  assert.deepEqual(faults, ['--port was given twice: write it once.']);
});

test('a configuration cannot be changed, at any depth', () => {
  const config = toConfig([], surroundings);
  assert.throws(() => Object.assign(config.http, { port: 1 }), TypeError);
});

test('a secret prints itself nowhere, not even in the fault about it', () => {
  const token = 'a-long-metrics-token';
  const { secrets } = toConfig([readEnv({ JETSTREAM_METRICS_TOKEN: token }, '/')], surroundings);
  for (const text of [JSON.stringify(secrets), inspect(secrets, { depth: 9 }), `${secrets.metricsToken}`])
    assert.ok(!text.includes(token) && text.includes('(hidden)'), text);
  assert.equal(secrets.metricsToken?.reveal(), token);
  const faults = faultsOf(() => toConfig([readEnv({ JETSTREAM_METRICS_TOKEN: 'short' }, '/')], surroundings));
  assert.match(faults[0] ?? '', /is not valid/);
});

test('proxies and origins that make no sense are faults, not crashes', () => {
  const wrong = {
    JETSTREAM_TRUST_PROXY: ['1.2.3', '10.0.0.0/33', '::1/129', '10.0.0.0/0', 'proxy.example', '1:2'],
    JETSTREAM_ALLOWED_ORIGINS: ['*', 'null', 'https://x.example/path', 'https://'],
  };
  for (const [name, texts] of Object.entries(wrong))
    for (const text of texts) {
      const faults = faultsOf(() => toConfig([readEnv({ [name]: text }, '/')], surroundings));
      assert.match(faults.join('\n'), new RegExp(`^${name} is .*: write [^\n]+$`), text);
    }
  const { trustedProxies } = toConfig(
    [readEnv({ JETSTREAM_TRUST_PROXY: '::1,fd00::/8,10.0.0.1' }, '/')],
    surroundings,
  ).http;
  assert.deepEqual(trustedProxies, ['::1', 'fd00::/8', '10.0.0.1']);
});

test('without databases there is the embedded store; with all three there are servers', () => {
  const env = readEnv(
    {
      JETSTREAM_MONGODB_URL: 'mongodb://a,b:27018/music?replicaSet=rs0',
      JETSTREAM_POSTGRES_URL: 'postgres://p/music',
      JETSTREAM_REDIS_URL: 'rediss://:secret@r:6380/1',
    },
    '/',
  );
  const { store } = toConfig([env], surroundings);
  assert.equal(store.kind, 'servers');
  assert.equal(store.kind === 'servers' && store.redisUrl.reveal(), 'rediss://:secret@r:6380/1');
  assert.doesNotMatch(inspect(store, { depth: null }), /secret/);
});

test('one database without the others is a fault that names what is missing', () => {
  const env = readEnv({ JETSTREAM_POSTGRES_URL: 'postgres://p/music' }, '/');
  const [fault, ...others] = faultsOf(() => toConfig([env], surroundings));
  assert.deepEqual(others, []);
  assert.match(fault ?? '', /set JETSTREAM_MONGODB_URL and JETSTREAM_REDIS_URL too, or none/);
});

test('a bucket is no path, and needs a key', () => {
  const env = { JETSTREAM_MUSIC: '/a:s3://songs/live:b', JETSTREAM_CACHE: 's3://songs/.cache' };
  const keys = { JETSTREAM_S3_ACCESS_KEY: 'id', JETSTREAM_S3_SECRET_KEY: 'secret' };
  const config = toConfig([readEnv({ ...env, ...keys }, '/home')], surroundings);
  assert.deepEqual(config.music.directories, ['/a', 's3://songs/live', '/home/b']);
  assert.equal(config.cacheLocation, 's3://songs/.cache');
  assert.match(faultsOf(() => toConfig([readEnv(env, '/home')], surroundings)).join(), /there is no key for it/);
});

test('uploads gather inside of their folder, and beside their bucket', () => {
  const keys = { JETSTREAM_S3_ACCESS_KEY: 'a', JETSTREAM_S3_SECRET_KEY: 'b' };
  const read = (env: Record<string, string>) => toConfig([readEnv(env, '/home')], surroundings).uploads;
  const folder = read({ JETSTREAM_UPLOADS: 'sent/' });
  assert.deepEqual([folder.location, folder.partsDirectory], ['/home/sent', '/home/sent/.incoming']);
  const bucket = read({ ...keys, JETSTREAM_UPLOADS: 's3://songs/sent/' });
  assert.deepEqual([bucket.location, bucket.arePartsShared], ['s3://songs/sent', true]);
  assert.equal(bucket.partsDirectory, join(surroundings.dataDirectory, 'incoming'));
  const servers = {
    ...keys,
    JETSTREAM_UPLOADS: 's3://songs/sent',
    JETSTREAM_MONGODB_URL: 'mongodb://db/j',
    JETSTREAM_POSTGRES_URL: 'postgres://db/j',
    JETSTREAM_REDIS_URL: 'redis://db',
  };
  assert.equal(read(servers).arePartsShared, false, 'the data folder is each server’s own');
  const shared = read({ ...servers, JETSTREAM_UPLOAD_PARTS: '/shared/parts' });
  assert.deepEqual([shared.partsDirectory, shared.arePartsShared], ['/shared/parts', true]);
  assert.throws(() => read({ JETSTREAM_UPLOADS: 's3://songs/sent' }), /there is no key/);
  assert.throws(() => read({ JETSTREAM_UPLOAD_PARTS: '/shared/parts' }), /for uploads in a bucket/);
});

test('a secret can come from a file, whose name is a path and whose absence is a fault', () => {
  const directory = mkdtempSync(join(tmpdir(), 'jetstream-config-'));
  writeFileSync(join(directory, 'token'), 'sixteen-letters-or-more\n');
  const config = toConfig([readEnv({ JETSTREAM_METRICS_TOKEN_FILE: 'token' }, directory)], surroundings);
  assert.equal(config.secrets.metricsToken?.reveal(), 'sixteen-letters-or-more');
  rmSync(directory, { recursive: true });
  const faults = faultsOf(() =>
    toConfig([readEnv({ JETSTREAM_METRICS_TOKEN_FILE: 'token' }, directory)], surroundings),
  );
  assert.match(faults.join(), /JETSTREAM_METRICS_TOKEN_FILE names token, which cannot be read \(ENOENT\)/);
});

test('files are handed to named proxies only', () => {
  const env = { JETSTREAM_MEDIA_DELIVERY: 'nginx' };
  assert.match(faultsOf(() => toConfig([readEnv(env, '/')], surroundings)).join(), /needs JETSTREAM_TRUST_PROXY/);
  const config = toConfig([readEnv({ ...env, JETSTREAM_TRUST_PROXY: 'loopback' }, '/')], surroundings);
  assert.equal(config.http.mediaDelivery, 'nginx');
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';

const main = join(import.meta.dirname, '../../src/main.mjs');

describe('the command line', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jetstream-cli-'));
  });
  after(() => rm(folder, { recursive: true }));

  const spawnServer = (args: string[], env: Record<string, string> = {}) =>
    spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], JETSTREAM_DATA: join(folder, 'data'), JETSTREAM_PORT: '0', ...env },
    });
  async function run(args: string[], env: Record<string, string> = {}) {
    const child = spawnServer(args, env);
    const [output, faults, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    assert.doesNotMatch(faults, /^\s+at /m, 'a stack is for bugs');
    return { output, faults, code: code as number };
  }
  async function start(args: string[], env: Record<string, string> = {}) {
    const child = spawnServer(args, env);
    let log = '';
    for await (const chunk of child.stdout) {
      log += String(chunk);
      if (log.includes('JetStream is ready')) break;
    }
    return { child, log, url: /open (http:\/\/[^\s"]+)/.exec(log)?.[1] ?? '' };
  }

  test('keys that cannot be read are told, and the program ends', async () => {
    const data = join(folder, 'broken-keys');
    await mkdir(data);
    await writeFile(join(data, 'keys.json'), '{');
    const { code, faults } = await run(['--data', data]);
    assert.equal(code, 1);
    assert.match(faults, /keys\.json is not well formed\. Delete it/);
  });

  test('each command says how it is written, and what a side may be', async () => {
    const help = await run(['migrate', '--help']);
    assert.equal(help.code, 0);
    assert.match(help.output, /"mongodbUrl": "mongodb:/);
    assert.match((await run(['backup', '--help'])).output, /Not in it: music files/);
    const refused = await run(['migrate', '--from', 'bogus', '--to', 'embedded']);
    assert.equal(refused.code, 2);
    assert.match(refused.faults, /bogus is no side to copy: write embedded, configured, or/);
  });

  test('a restore of a file that is not there leaves no folder behind', async () => {
    const data = join(folder, 'untouched');
    const refused = await run(['restore', join(folder, 'nothing.backup'), '--data', data]);
    assert.equal(refused.code, 1);
    assert.match(refused.faults, /nothing\.backup/);
    await assert.rejects(stat(data));
  });

  test('--help and --version print and end well', async () => {
    const help = await run(['--help']);
    assert.equal(help.code, 0);
    for (const option of ['--music', '--port', '--host', '--data', '--config', '--log-level'])
      assert.match(help.output, new RegExp(`^ {2}${option} `, 'm'));
    assert.match((await run(['--version'])).output, /^JetStream \d+\.\d+\.\d+/);
  });

  test('all faults of options and environment are told at once', async () => {
    const { code, faults } = await run(['--prot', '99', '--host', '--log-level=loud'], {
      JETSTREAM_PORT: 'x',
      JETSTREAM_MUSICS: '/music',
    });
    assert.equal(code, 2);
    assert.match(faults, /--prot is not an option\. Did you mean --port\?/);
    assert.match(faults, /--host needs a value/);
    assert.match(faults, /--log-level is "loud": write one of fatal, error/);
    assert.match(faults, /JETSTREAM_PORT is "x": write a port number/);
    assert.match(faults, /JETSTREAM_MUSICS is not a setting\. Did you mean JETSTREAM_MUSIC\?/);
  });

  test('a configuration file that is not there, no JSON or misspelt is told so', async () => {
    const path = join(folder, 'wrong.json');
    assert.match((await run(['--config', path])).faults, /wrong\.json does not exist/);
    await writeFile(path, '{"port": 80');
    assert.match((await run(['--config', path])).faults, /is not JSON/);
    await writeFile(path, '{"prot": 80, "port": "eighty", "data": "x"}');
    const { code, faults } = await run(['--config', path], { JETSTREAM_PORT: '' });
    assert.equal(code, 2);
    assert.match(faults, /"prot" in .* is not a setting\. Did you mean "port"\?/);
    assert.match(faults, /"port" in .* is "eighty"/);
    assert.match(faults, /"data" in .* cannot be set there/);
  });

  test('a music folder that is not there ends the start', async () => {
    const { code, faults } = await run(['--music', join(folder, 'nothing')]);
    assert.equal(code, 1);
    assert.match(faults, /The music folder .*nothing cannot be used\. There is no such folder/);
  });

  test('a port that is taken is named, with another to try', async () => {
    const other = createServer().listen(0, '0.0.0.0');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, faults } = await run(['--port', String(port)]);
    other.close();
    assert.equal(code, 1);
    assert.match(faults, new RegExp(`Port ${port} is taken .*--port ${port + 1}`));
  });

  test('a data folder that cannot be is told so', async () => {
    await writeFile(join(folder, 'file'), '');
    for (const path of [join(folder, 'file'), join(folder, 'file', 'inner')]) {
      const { code, faults } = await run(['--data', path]);
      assert.equal(code, 1, path);
      assert.match(faults, /The data folder .* is not a folder/);
    }
  });

  test('a server starts, keeps a second one off its folder, and stops in order', async () => {
    const music = join(folder, 'music');
    await mkdir(music, { recursive: true });
    const data = join(folder, 'kept');
    const { child, url, log } = await start(['--data', data, '--music', music]);
    assert.match(log, /^\d\d:\d\d:\d\d INFO +JetStream is ready: open http/m, 'for people, into a file too');
    assert.equal((await fetch(`${url}/ready`)).status, 200);
    const second = await run(['--data', data]);
    assert.equal(second.code, 1);
    assert.match(second.faults, new RegExp(`in use by another JetStream \\(process ${child.pid}\\)`));
    assert.equal((await stat(data)).mode & 0o777, 0o700);
    assert.equal((await stat(join(data, 'jetstream.db'))).mode & 0o077, 0);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.ok(!(await readdir(data)).includes('jetstream.lock'));
  });

  test('a server that was killed leaves a lock that stops nobody', async () => {
    const data = join(folder, 'killed');
    const first = await start(['--data', data]);
    first.child.kill('SIGKILL');
    await once(first.child, 'close');
    assert.ok((await readdir(data)).includes('jetstream.lock'));
    const second = await start(['--data', data]);
    assert.equal((await fetch(`${second.url}/ready`)).status, 200);
    second.child.kill('SIGINT');
    await once(second.child, 'close');
  });

  test('the data folder of a newer version is left alone', async () => {
    const data = join(folder, 'newer');
    const { child } = await start(['--data', data]);
    child.kill('SIGTERM');
    await once(child, 'close');
    const database = new DatabaseSync(join(data, 'jetstream.db'));
    database.exec("INSERT INTO migrations VALUES ('209901010000-from-the-future')");
    database.close();
    const { code, faults } = await run(['--data', data]);
    assert.equal(code, 1);
    assert.match(faults, /newer version of JetStream/);
  });

  test('options win over the environment, and that over the file', async () => {
    const config = join(folder, 'wins.json');
    await writeFile(config, JSON.stringify({ port: 1, host: '127.0.0.1' }));
    const { child, url } = await start(['--config', config, '--port', '0'], { JETSTREAM_PORT: '1' });
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d{4,}$/);
    child.kill('SIGTERM');
    await once(child, 'close');
  });
});

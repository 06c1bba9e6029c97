import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { StartError } from '#models/start-error.ts';
import { takeDataFolder } from './data-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jetstream-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lockPath = () => join(folder, 'jetstream.lock');
const lockOf = async () => JSON.parse(await readFile(lockPath(), 'utf8')) as { pid: number };

test('the folder is taken, given back, and can be taken again', async () => {
  const taken = await takeDataFolder(folder);
  assert.equal((await lockOf()).pid, process.pid);
  await taken.release();
  await assert.rejects(readFile(lockPath()));
  await (await takeDataFolder(folder)).release();
});

test('a running process is respected, and named', async () => {
  const parent = process.ppid;
  await writeFile(lockPath(), JSON.stringify({ pid: parent, host: hostname(), processStart: await startOf(parent) }));
  await assert.rejects(takeDataFolder(folder), (error) => {
    assert.ok(error instanceof StartError);
    assert.match(error.message, new RegExp(`process ${parent}\\)`));
    return true;
  });
});

test('locks that nobody holds any more are replaced', async () => {
  const stale = [
    '',
    'not JSON',
    JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), processStart: null }),
    // The number of a process that ended, given to another meanwhile.
    JSON.stringify({ pid: process.ppid, host: hostname(), processStart: 'another boot 1' }),
    // A container that was replaced by this one.
    JSON.stringify({ pid: process.ppid, host: 'an-older-container', processStart: await startOf(process.ppid) }),
  ];
  for (const text of stale) {
    await writeFile(lockPath(), text);
    const taken = await takeDataFolder(folder);
    assert.equal((await lockOf()).pid, process.pid, text);
    await taken.release();
  }
});

test('a process that was killed, and that nobody has taken notice of, holds nothing', async (t) => {
  if ((await startOf(process.pid)) === null) return t.skip('only Linux keeps such processes where we can see them');
  // A shell that starts a process and never waits for it; `exec` makes it a program that knows of no children.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => parent.kill());
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  let stat: string;
  do stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  while (!/\) Z /.test(stat));
  await writeFile(lockPath(), JSON.stringify({ pid, host: hostname(), processStart: await startOf(pid) }));
  await (await takeDataFolder(folder)).release();
});

/** As the lock notes it: the boot and the tick at which the process started; null where there is no /proc. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stats = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${stats.slice(stats.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}

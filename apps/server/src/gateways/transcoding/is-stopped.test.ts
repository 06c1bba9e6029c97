import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { eventually } from '#test/support/eventually.ts';
import { isStopped } from './is-stopped.ts';

const isAbsent = process.platform !== 'linux' && 'Linux is needed';

test('a process is stopped from SIGSTOP to SIGCONT, and so is one that started it', { skip: isAbsent }, async (t) => {
  const program = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.after(() => program.kill('SIGKILL'));
  const pid = program.pid ?? 0;
  assert.equal(isStopped(pid), false);
  program.kill('SIGSTOP');
  await eventually('it is stopped', () => isStopped(pid) && isStopped(process.pid));
  program.kill('SIGCONT');
  await eventually('it goes on', () => !isStopped(pid) && !isStopped(process.pid));
});

test('what is gone is not stopped', () => assert.equal(isStopped(2 ** 30), false));

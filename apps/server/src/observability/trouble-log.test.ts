import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { createLogger } from './logger.ts';
import { TroubleLog } from './trouble-log.ts';

function openLog() {
  const lines: string[] = [];
  let nowMs = 0;
  const log = new TroubleLog<'read' | 'write'>({
    logger: createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) }),
    clock: { nowMs: () => nowMs },
    facts: { cache: 'segments' },
    texts: { failed: 'a cache is in trouble', worksAgain: 'a cache works again' },
  });
  const told = () =>
    lines.splice(0).map((line) => {
      const { level, act, msg } = JSON.parse(line) as Record<'level' | 'act' | 'msg', unknown>;
      return [level, act, msg];
    });
  return { log, told, pass: (ms: number) => void (nowMs += ms) };
}

const refused = (code: string, path: string) =>
  new DomainError('unavailable', 'JetStream is not allowed to write there.', {
    cause: Object.assign(new Error(`${code}: ${path}`), { code }),
  });
const FAILED = [40, 'write', 'a cache is in trouble'];
const AGAIN = [30, 'write', 'a cache works again'];

test('each cause is told once, however often and for whatever file it is met', () => {
  const { log, told, pass } = openLog();
  for (let count = 0; count < 100; count++) {
    log.noteFailure(refused('EROFS', `/cache/${count}.m4s`), 'write');
    log.noteSuccess('read');
    pass(60_000);
  }
  assert.deepEqual(told(), [FAILED]);
  log.noteFailure(refused('ENOSPC', '/cache/x.m4s'), 'write');
  assert.deepEqual(told(), [FAILED]);
});

test('that it works again is told once, and what fails after that is news', () => {
  const { log, told, pass } = openLog();
  log.noteSuccess('write');
  log.noteFailure(refused('EROFS', '/cache/a'), 'write');
  pass(60_000);
  log.noteSuccess('write');
  log.noteSuccess('write');
  log.noteFailure(refused('EROFS', '/cache/b'), 'write');
  assert.deepEqual(told(), [FAILED, AGAIN, FAILED]);
});

test('what fails and works by turns is one trouble', () => {
  const { log, told, pass } = openLog();
  for (let count = 0; count < 20; count++) {
    log.noteFailure(refused('ENOSPC', `/cache/${count}`), 'write');
    pass(1_000);
    log.noteSuccess('write');
  }
  assert.deepEqual(told(), [FAILED]);
});

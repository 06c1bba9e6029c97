import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScanId } from '#models/ids.ts';
import { queueScan, type Scan } from '#models/scan.ts';
import { EventBus } from '#services/events.ts';
import { logEvents } from './log-events.ts';
import type { Logger } from './logger.ts';

function openLog() {
  const lines: [level: string, text: string, facts: object][] = [];
  const write = (level: string) => (facts: object, text: string) => void lines.push([level, text, facts]);
  const logger = { info: write('info'), warn: write('warn') } as unknown as Logger;
  const events = new EventBus((error) => assert.fail(String(error)));
  logEvents(events, logger);
  return { events, lines };
}

const buildScan = (overrides: Partial<Scan>): Scan => ({
  ...queueScan('scan1' as ScanId, null, false),
  state: 'completed',
  phase: 'done',
  ...overrides,
});

test('a scan that changed something is written down once it is over', () => {
  const { events, lines } = openLog();
  events.emit('scanProgressed', { scan: buildScan({ state: 'running', phase: 'reading', filesAdded: 1 }) });
  events.emit('scanProgressed', { scan: buildScan({}) });
  assert.deepEqual(lines, []);
  events.emit('scanProgressed', { scan: buildScan({ filesAdded: 2 }) });
  assert.equal(lines.length, 1);
  assert.match(lines[0]?.[1] ?? '', /completed/);
});

test('a failed scan is a warning with its reason', () => {
  const { events, lines } = openLog();
  events.emit('scanProgressed', { scan: buildScan({ state: 'failed', error: 'the drive is gone' }) });
  assert.deepEqual(
    [lines[0]?.[0], (lines[0]?.[2] as { reason?: string } | undefined)?.reason],
    ['warn', 'the drive is gone'],
  );
});

test('a refused sign-in tells the address, for whoever bans addresses, and no name', () => {
  const { events, lines } = openLog();
  events.emit('signInRefused', { address: '203.0.113.9', code: 'credentials-wrong' });
  assert.deepEqual(lines, [['warn', 'a sign-in was refused', { address: '203.0.113.9', code: 'credentials-wrong' }]]);
});

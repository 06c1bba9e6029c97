import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLogger } from '#observability/logger.ts';
import { Metrics } from '#observability/metrics.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { testConfig } from '#test/support/test-server.ts';
import { openDataPlane } from './compose/data-plane.ts';
import { createContext } from './context.ts';

test('what follows the catalogue looks at once when it changed here or elsewhere, or may have', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-context-'));
  const logger = createLogger({ level: 'silent', format: 'json', write: () => undefined });
  const foundation = { config: testConfig({}, directory), logger, clock: new TestClock() };
  const embedded = await openDataPlane({ ...foundation, metrics: new Metrics({ collectsProcess: false }) });
  let looks = 0;
  const dataPlane = { ...embedded, catalogueFollower: { lookNow: () => void looks++ } };
  const context = await createContext({ ...foundation, version: '0.0.0-test', dataPlane });
  t.after(async () => {
    await context.close();
    await rm(directory, { recursive: true });
  });
  context.events.emit('libraryChanged', { version: '2' });
  context.events.emitForeign('libraryChanged', { version: '3' });
  context.events.emitForeign('eventsMissed', {});
  assert.equal(looks, 3);
});

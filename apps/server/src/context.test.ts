import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock, test, type TestContext } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import { DomainError } from '#models/errors.ts';
import { createLogger } from '#observability/logger.ts';
import { Metrics } from '#observability/metrics.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { testConfig } from '#test/support/test-server.ts';
import { openDataPlane, type DataPlane } from './compose/data-plane.ts';
import { createContext, type Context } from './context.ts';

test('what follows the catalogue looks at once when it changed here or elsewhere, or may have', async (t) => {
  let looks = 0;
  const context = await open(t, () => ({ catalogueFollower: { lookNow: () => void looks++ } }));
  context.events.emit('libraryChanged', { version: '2' });
  context.events.emitForeign('libraryChanged', { version: '3' });
  context.events.emitForeign('eventsMissed', {});
  assert.equal(looks, 3);
});

test('keys whose store did not answer at the start are had soon after, though nobody tells that it is back', async (t) => {
  t.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setTimeout'] });
  let looks = 0;
  const { services } = await open(t, () => ({
    keyStore: {
      async loadKeys() {
        if (looks++ < 2) throw new DomainError('unavailable', 'It took too long.');
        return undefined;
      },
      replaceKeys: async () => true,
    },
  }));
  assert.equal(services.keyRing.hasKeys, false);
  for (const hasKeys of [false, true]) {
    mock.timers.tick(2000);
    await immediate();
    assert.equal(services.keyRing.hasKeys, hasKeys);
  }
  assert.equal(looks, 3);
});

async function open(t: TestContext, change: (embedded: DataPlane) => Partial<DataPlane>): Promise<Context> {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-context-'));
  const logger = createLogger({ level: 'silent', format: 'json', write: () => undefined });
  const foundation = { config: testConfig({}, directory), logger, clock: new TestClock() };
  const embedded = await openDataPlane({ ...foundation, metrics: new Metrics({ collectsProcess: false }) });
  const context = await createContext({
    ...foundation,
    version: '0.0.0-test',
    dataPlane: { ...embedded, ...change(embedded) },
  });
  t.after(async () => {
    await context.close();
    await rm(directory, { recursive: true });
  });
  return context;
}

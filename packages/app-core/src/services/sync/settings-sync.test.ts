import { expect, it } from 'vitest';
import { FakeEnvironment } from '#test/support/fake-environment.ts';
import { FakeServer, json, MemoryStorage } from '#test/support/fake-server.ts';
import { HttpApiService } from '../api/http-api-service.ts';
import { SettingsSync } from './settings-sync.ts';

const SETTINGS = 'PATCH /api/v1/me/settings';

it('sends what changed meanwhile, although a listener to what was saved fails', async () => {
  const server = new FakeServer();
  const environment = new FakeEnvironment();
  const lock = { run: <T>(_name: string, task: () => Promise<T>) => task() };
  const storage = new MemoryStorage();
  const sync = new SettingsSync(
    new HttpApiService({ baseUrl: '', fetch: server.fetch, environment, storage, lock }),
    environment,
  );
  server.on(SETTINGS, ({ body }) => {
    sync.push({ theme: 'dark' });
    // Its timer comes while this one is under way.
    void sync.flush();
    server.on(SETTINGS, (later) => json(later.body));
    return json(body);
  });
  const stop = sync.on('saved', () => {
    stop();
    throw new Error('the listener fails');
  });
  sync.push({ crossfadeSeconds: 3 });
  await expect(sync.flush()).rejects.toThrow('the listener fails');
  await environment.pass(1_000);
  expect(server.bodiesOf(SETTINGS)).toEqual([{ crossfadeSeconds: 3 }, { theme: 'dark' }]);
});

import { expect, it } from 'vitest';
import { FakeEnvironment } from '#test/support/fake-environment.ts';
import { FakeServer, json, MemoryStorage } from '#test/support/fake-server.ts';
import { HttpApiService } from '../api/http-api-service.ts';
import { SettingsSync } from './settings-sync.ts';

const SETTINGS = 'PATCH /api/v1/me/settings';

function open() {
  const server = new FakeServer();
  const environment = new FakeEnvironment();
  const lock = { run: <T>(_name: string, task: () => Promise<T>) => task() };
  const storage = new MemoryStorage();
  const api = new HttpApiService({ baseUrl: '', fetch: server.fetch, environment, storage, lock });
  return { server, environment, sync: new SettingsSync(api, environment) };
}

it('takes nothing of one person over to the next', async () => {
  const { server, environment, sync } = open();
  server.on(SETTINGS, () => {
    sync.reset();
    sync.push({ theme: 'light' });
    server.on(SETTINGS, ({ body }) => json(body));
    return new Response(null, { status: 503 });
  });
  sync.push({ theme: 'dark', crossfadeSeconds: 3 });
  await sync.flush();
  expect(sync.unsaved).toEqual({ theme: 'light' });
  await environment.pass(1_000);
  expect(server.bodiesOf(SETTINGS)).toEqual([{ theme: 'dark', crossfadeSeconds: 3 }, { theme: 'light' }]);
});

it('takes the answer of the latest reading only, and none once something was chosen', () => {
  const { sync } = open();
  const isFirst = sync.beginReading();
  const isSecond = sync.beginReading();
  expect([isFirst(), isSecond()]).toEqual([false, true]);
  sync.push({ theme: 'dark' });
  expect(isSecond()).toBe(false);
});

it('sends what changed meanwhile, although a listener to what was saved fails', async () => {
  const { server, environment, sync } = open();
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

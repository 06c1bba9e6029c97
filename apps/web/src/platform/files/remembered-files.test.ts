import { afterEach, expect, test, vi } from 'vitest';
import { BuiltDatabase, BuiltRequest } from './build-database.ts';
import { RememberedFiles } from './remembered-files.ts';

const NOTHING = { files: [], pictures: [] };

afterEach(() => vi.useRealTimers());

function createFiles() {
  const requests: BuiltRequest[] = [];
  const open = () => {
    const request = new BuiltRequest();
    requests.push(request);
    return request;
  };
  return { requests, remembered: new RememberedFiles({ open } as unknown as IDBFactory) };
}

test('a page of an earlier version that holds the database is not waited for for ever; once it is gone, files are kept', async () => {
  vi.useFakeTimers();
  const { requests, remembered } = createFiles();
  const held = expect(remembered.list()).rejects.toThrow('held by another page');
  await vi.advanceTimersByTimeAsync(5_000);
  await held;
  requests[0]?.succeed(new BuiltDatabase());
  expect(await remembered.list()).toEqual(NOTHING);
  expect(requests).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('the database is let go for a page of a later version, and opened anew when it is needed', async () => {
  const { requests, remembered } = createFiles();
  const database = new BuiltDatabase();
  const listed = remembered.list();
  requests[0]?.succeed(database);
  await listed;
  database.dispatchEvent(new Event('versionchange'));
  expect(database.isClosed).toBe(true);
  const again = remembered.list();
  requests[1]?.succeed(new BuiltDatabase());
  expect(await again).toEqual(NOTHING);
});

test('what could not be opened once is tried again', async () => {
  const { requests, remembered } = createFiles();
  const failed = expect(remembered.list()).rejects.toThrow('full');
  requests[0]?.fail();
  await failed;
  const again = remembered.list();
  requests[1]?.succeed(new BuiltDatabase());
  expect(await again).toEqual(NOTHING);
});

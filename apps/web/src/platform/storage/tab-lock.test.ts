import { FakeEnvironment, MemoryStorage } from '@jetstream/app-core/testing';
import { describe, expect, it } from 'vitest';
import { createLeaseLock } from './tab-lock.ts';

describe('the lock between tabs without Web Locks', () => {
  it('lets one tab in at a time', async () => {
    const environment = new FakeEnvironment();
    const storage = new MemoryStorage();
    const tabs = [1, 2, 3].map(() => createLeaseLock(environment, storage));
    const log: string[] = [];
    let inside = 0;
    const runs = tabs.map((tab, index) =>
      tab.run('renewal', async () => {
        inside += 1;
        log.push(`${index} with ${inside} inside`);
        await new Promise<void>((resolve) => void environment.schedule(resolve, 500));
        inside -= 1;
      }),
    );
    await environment.pass(5_000);
    await Promise.all(runs);
    expect(log.map((line) => line.slice(2)).sort()).toEqual(Array(3).fill('with 1 inside'));
    expect([...storage.texts.keys()]).toEqual([]);
  });

  it('passes on the lock of a tab that died', async () => {
    const environment = new FakeEnvironment();
    const storage = new MemoryStorage();
    void createLeaseLock(environment, storage).run('renewal', () => new Promise(() => undefined));
    await environment.pass(100);
    let hasRun = false;
    void createLeaseLock(environment, storage).run('renewal', async () => {
      hasRun = true;
    });
    await environment.pass(5_000);
    expect(hasRun).toBe(false);
    await environment.pass(6_000);
    expect(hasRun).toBe(true);
  });

  it('yields when another tab has written in the same moment', async () => {
    const environment = new FakeEnvironment();
    const storage = new MemoryStorage();
    const lock = createLeaseLock(environment, storage);
    let hasRun = false;
    const run = lock.run('renewal', async () => {
      hasRun = true;
    });
    storage.set('lock.renewal', `other ${environment.nowMs() + 2_000}`);
    await environment.pass(1_000);
    expect(hasRun).toBe(false);
    await environment.pass(2_000);
    expect(hasRun).toBe(true);
    await run;
  });

  it('is given back when the task fails', async () => {
    const environment = new FakeEnvironment();
    const storage = new MemoryStorage();
    const lock = createLeaseLock(environment, storage);
    const failed = lock.run('renewal', () => Promise.reject(new Error('no'))).catch((error: Error) => error.message);
    await environment.pass(100);
    expect(await failed).toBe('no');
    expect(storage.texts.size).toBe(0);
  });

  it('does not wait for anybody where nothing can be stored', async () => {
    const environment = new FakeEnvironment();
    const storage = new MemoryStorage();
    storage.isFull = true;
    expect(await createLeaseLock(environment, storage).run('renewal', async () => 'done')).toBe('done');
  });
});

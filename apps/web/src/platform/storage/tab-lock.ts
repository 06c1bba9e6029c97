import type { Environment, ExclusiveLock, KeyValueStorage } from '@jetstream/app-core/services';

const LEASE_MS = 10_000;
const LOOK_AGAIN_MS = 60;
/** Two tabs that write in the same moment: after this pause the one whose name stands has the lock. */
const SETTLE_MS = 15;

type TabEnvironment = Pick<Environment, 'nowMs' | 'random' | 'createId' | 'schedule'>;

/**
 * One tab at a time. Web Locks where the page is secure; over plain HTTP, where they are missing, a lease in shared storage
 * that runs out by itself when its tab dies.
 */
export function createTabLock(environment: TabEnvironment, storage: KeyValueStorage): ExclusiveLock {
  const locks = (navigator as Partial<Pick<Navigator, 'locks'>>).locks;
  if (!locks) return createLeaseLock(environment, storage);
  return { run: (name, task) => locks.request(`jetstream.${name}`, task) as ReturnType<typeof task> };
}

export function createLeaseLock(environment: TabEnvironment, storage: KeyValueStorage): ExclusiveLock {
  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => void environment.schedule(resolve, delayMs));

  const tryAcquire = async (key: string, holder: string): Promise<boolean> => {
    const [, untilMs] = (storage.get(key) ?? '').split(' ');
    if (Number(untilMs) > environment.nowMs()) return false;
    const lease = `${holder} ${environment.nowMs() + LEASE_MS}`;
    // A storage that keeps nothing is not shared either: there is nobody to wait for.
    if (!storage.set(key, lease)) return true;
    await pause(SETTLE_MS);
    return storage.get(key) === lease;
  };

  return {
    run: async (name, task) => {
      const key = `lock.${name}`;
      const holder = environment.createId();
      while (!(await tryAcquire(key, holder))) await pause(LOOK_AGAIN_MS * (0.5 + environment.random()));
      try {
        return await task();
      } finally {
        if (storage.get(key)?.startsWith(holder)) storage.remove(key);
      }
    },
  };
}

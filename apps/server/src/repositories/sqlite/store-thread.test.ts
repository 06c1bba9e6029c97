import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StoreThread } from './store-thread.ts';

/** A thread that speaks the protocol and ends when told to. */
const MORTAL_WORKER = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    let answered = 0;
    parentPort.on('message', ({ callId, method }) => {
      if (method === 'wait') return;
      if (method === 'crash') throw new Error('out of luck');
      parentPort.postMessage({ callId, catalogueVersion: 'v' + ++answered, result: answered });
    });
  `)}`,
);

describe('a thread of the store', () => {
  it('fails what it held when it ends, and starts anew with the next call', async () => {
    const versions: string[] = [];
    const thread = new StoreThread(
      { directory: '', role: 'writer' },
      (version) => versions.push(version),
      MORTAL_WORKER,
    );
    assert.equal(await thread.call('users', 'count', []), 1);
    const held = thread.call('users', 'wait', []);
    const crashing = thread.call('users', 'crash', []);
    assert.equal(thread.load, 2);
    await assert.rejects(held, { name: 'DomainError', code: 'unavailable' });
    await assert.rejects(crashing, { name: 'DomainError', code: 'unavailable' });
    assert.equal(thread.load, 0);
    assert.equal(await thread.call('users', 'count', []), 1);
    await thread.close();
    await assert.rejects(thread.call('users', 'count', []), { code: 'unavailable' });
    assert.deepEqual(versions, ['v1', 'v1', 'v2']);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Keyset, readCursor, toCursor } from './keyset.ts';

const keyset: Keyset = { name: 'tracks-title', order: 'asc', columns: ['title_key', 'id'] };

describe('a cursor', () => {
  it('carries the keys of its row, and nothing else of it', () => {
    const cursor = toCursor(keyset, { id: 't1', title_key: 'été', document: 'secret' });
    assert.match(cursor, /^[\w-]+$/);
    assert.deepEqual(readCursor(keyset, cursor), ['été', 't1']);
  });

  it('is refused by another order, another list and another shape', () => {
    const cursor = toCursor(keyset, { id: 't1', title_key: 'a' });
    const others: Keyset[] = [
      { ...keyset, order: 'desc' },
      { ...keyset, name: 'tracks-album' },
      { ...keyset, columns: ['title_key'] },
    ];
    for (const other of others) assert.throws(() => readCursor(other, cursor), { code: 'validation' });
    const forged = (value: unknown) =>
      Buffer.from(JSON.stringify(['tracks-title-asc', value, 't1'])).toString('base64url');
    for (const value of [null, true, {}, ['x']])
      assert.throws(() => readCursor(keyset, forged(value)), { code: 'validation' });
  });
});

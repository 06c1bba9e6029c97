import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Keyset } from '../keyset.ts';
import { afterCondition, orderBy } from './sql-keyset.ts';

const keyset: Keyset = { name: 'tracks-title', order: 'asc', columns: ['title_key', 'id'] };

it('a list opens behind a row in either direction', () => {
  assert.equal(afterCondition(keyset), '(title_key, id) > (?, ?)');
  assert.equal(afterCondition({ ...keyset, order: 'desc' }), '(title_key, id) < (?, ?)');
  assert.equal(orderBy({ ...keyset, order: 'desc' }), 'title_key DESC, id DESC');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomIdSource } from './random-id-source.ts';

test('ids are twenty letters and digits, all of them used about equally', () => {
  const source = new RandomIdSource();
  const counts = new Map<string, number>();
  const ids = Array.from({ length: 5_000 }, () => source.createId<string>());
  for (const id of ids) {
    assert.match(id, /^[A-Za-z0-9]{20}$/);
    for (const letter of id) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(counts.size, 62);
  const mean = (5_000 * 20) / 62;
  assert.ok([...counts.values()].every((count) => Math.abs(count - mean) < mean * 0.2));
});

// @vitest-environment node
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Sha256 } from './sha256.ts';

const hashOf = (...parts: Uint8Array[]): string => {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const expected = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('the digest is that of the standard, for every length around a block', () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, index) => (index * 37) % 256);
  for (let length = 0; length <= bytes.length; length++)
    expect(hashOf(bytes.subarray(0, length))).toBe(expected(bytes.subarray(0, length)));
});

test('pieces give the same digest as the whole', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * index) % 251);
  for (const size of [1, 63, 64, 65, 4096, 99_999]) {
    const parts = [];
    for (let from = 0; from < bytes.length; from += size) parts.push(bytes.subarray(from, from + size));
    expect(hashOf(...parts)).toBe(expected(bytes));
  }
});

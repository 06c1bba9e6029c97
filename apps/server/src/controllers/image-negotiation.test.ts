import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseImageFormat } from './image-negotiation.ts';

const table: [accept: string | undefined, expected: string][] = [
  [undefined, 'jpeg'],
  ['*/*', 'jpeg'],
  ['image/*', 'jpeg'],
  ['image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'webp'],
  ['image/avif', 'avif'],
  ['image/avif,image/webp;q=0.9', 'avif'],
  ['image/avif;q=0.5,image/webp;q=0.4,image/jpeg', 'jpeg'],
  ['image/webp;q=0,image/avif;q=0,*/*', 'jpeg'],
  ['IMAGE/WEBP', 'webp'],
  ['image/jpeg', 'jpeg'],
  ['text/html', 'jpeg'],
  ['image/webp;q=broken,image/jpeg;q=0.1', 'jpeg'],
];
for (const [accept, expected] of table)
  test(`Accept "${accept}" gets ${expected}`, () => assert.equal(chooseImageFormat(accept), expected));

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { crc16, crc8 } from './checksums.ts';
import { md5 } from './md5.ts';

const check = Uint8Array.from('123456789', (letter) => letter.charCodeAt(0));

test('CRC-8 gives the catalogued check value for "123456789"', () => {
  assert.equal(crc8(check), 0xf4);
});

test('CRC-16 gives the catalogued check value for "123456789" (CRC-16/UMTS)', () => {
  assert.equal(crc16(check), 0xfee8);
});

test('MD5 agrees with the platform at every length around its block size', () => {
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]) {
    const message = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 0xff);
    assert.equal(Buffer.from(md5(message)).toString('hex'), createHash('md5').update(message).digest('hex'));
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDeviceName } from './device-name.ts';

const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

test('a device is called what it calls itself', () => assert.equal(toDeviceName(' Kitchen ', edge), 'Kitchen'));
test('a browser is named with its system', () => {
  assert.equal(toDeviceName(undefined, edge), 'Edge on Windows');
  assert.equal(toDeviceName('', phone), 'Safari on iPhone');
});
test('a program is named by the first word of its agent', () => {
  assert.equal(toDeviceName(undefined, 'curl/8.1'), 'curl');
  assert.equal(toDeviceName(undefined, undefined), 'Unknown device');
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as values from './tag-values.ts';

it('reads positions with and without a total', () => {
  assert.deepEqual(['3', '03/12', ' 7 of 9', 'A1', '0', '-1', undefined].map(values.parsePosition), [
    3,
    3,
    7,
    null,
    null,
    null,
    null,
  ]);
});

it('keeps dates as exact as they are told', () => {
  const texts = ['2001', '2001-05', '2001-05-30T10:00', '20010530', '2001.13', '30.05.2001', '0000', 'soon'];
  assert.deepEqual(texts.map(values.parseDate), [
    '2001',
    '2001-05',
    '2001-05-30',
    '2001-05-30',
    '2001',
    '2001',
    null,
    null,
  ]);
});

it('reads gains and peaks', () => {
  assert.equal(values.parseGainDb('-7.25 dB'), -7.25);
  assert.equal(values.parseGainDb('+3,5'), 3.5);
  assert.equal(values.parseGainDb('loud'), null);
  assert.equal(values.parsePeak('0.98'), 0.98);
  assert.equal(values.parseBpm('128.004'), 128);
});

it('finds MusicBrainz ids where several are joined, and drops what is none', () => {
  const [a, b] = ['5570aacb-392e-4d6c-be57-b256c7adc5cd', 'a86d8ab7-aefe-4b62-b325-3052d4372802'];
  assert.deepEqual(values.parseMusicBrainzIds([`${a};${b.toUpperCase()}`, 'none', a]), [a, b]);
});

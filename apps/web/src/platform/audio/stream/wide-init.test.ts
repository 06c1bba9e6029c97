import type { AudioRendition } from '@jetstream/app-core/services';
import { expect, test } from 'vitest';
import { writeWideInit } from './wide-init.ts';

const FLAC_CONFIG = 'dfLa';
/** Of `dfLa`, behind its type: version, flags, head of the block, then rate, channels and bits of STREAMINFO. */
const FORMAT_AT = 4 + 4 + 4 + 10;

function readFormat(sampleRateHz: number, channels: number | null): [number, number] | undefined {
  const init = writeWideInit({ sampleRateHz, quality: { channels } } as AudioRendition);
  if (!init) return undefined;
  const view = new DataView(init.buffer);
  const at = String.fromCharCode(...init).indexOf(FLAC_CONFIG);
  const format = view.getUint32(at + FORMAT_AT);
  return [format >>> 12, ((format >>> 9) & 7) + 1];
}

test('a first track in one channel or of a low rate is preceded by a wide format', () => {
  expect(readFormat(44_100, 1)).toEqual([44_100, 2]);
  expect(readFormat(44_100, null)).toEqual([44_100, 2]);
  expect(readFormat(8_000, 2)).toEqual([48_000, 2]);
  expect(readFormat(22_050, 1)).toEqual([44_100, 2]);
  expect(readFormat(32_000, 2)).toEqual([64_000, 2]);
});

test('a first track that is wide enough decides by itself', () => {
  expect(readFormat(44_100, 2)).toBeUndefined();
  expect(readFormat(96_000, 6)).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { chooseRate, comesTooLate } from './rate-chooser.ts';

const rates = [{ bitrateKbps: 900 }, { bitrateKbps: 256 }, { bitrateKbps: 128 }, { bitrateKbps: 64 }];

describe('the rate of the next segment', () => {
  it.each([
    [
      'stays as the server chose it while nothing was measured',
      { current: 0, throughputKbps: null, aheadSeconds: 0 },
      0,
    ],
    ['falls as far as the network asks', { current: 0, throughputKbps: 200, aheadSeconds: 2 }, 2],
    ['is the lowest when none fits', { current: 1, throughputKbps: 20, aheadSeconds: 2 }, 3],
    ['waits out a slow moment while much lies ahead', { current: 0, throughputKbps: 200, aheadSeconds: 30 }, 0],
    ['rises by one step, with something in hand', { current: 3, throughputKbps: 5_000, aheadSeconds: 10 }, 2],
    ['does not rise with nothing in hand', { current: 2, throughputKbps: 5_000, aheadSeconds: 3 }, 2],
  ])('%s', (_title, state, expected) => {
    expect(chooseRate(rates, state)).toBe(expected);
  });
});

describe('a segment that comes slowly', () => {
  const progress = {
    expectedBytes: 400_000,
    firstBytes: 0,
    loadedBytes: 40_000,
    elapsedMs: 1_000,
    segmentSeconds: 4,
    aheadSeconds: 8,
  };

  it('is left where the sound would run out before its end', () => {
    expect(comesTooLate(progress)).toBe(false);
    expect(comesTooLate({ ...progress, aheadSeconds: 5 })).toBe(true);
  });

  it('is judged by what came behind its first bytes', () => {
    expect(comesTooLate({ ...progress, aheadSeconds: 5, firstBytes: 20_000, loadedBytes: 150_000 })).toBe(false);
    expect(comesTooLate({ ...progress, aheadSeconds: 5, firstBytes: 140_000, loadedBytes: 150_000 })).toBe(true);
  });

  it('is not judged by its first moments, nor when it has come', () => {
    expect(comesTooLate({ ...progress, aheadSeconds: 0, elapsedMs: 300, loadedBytes: 100 })).toBe(false);
    expect(comesTooLate({ ...progress, aheadSeconds: 0, loadedBytes: 410_000 })).toBe(false);
  });
});

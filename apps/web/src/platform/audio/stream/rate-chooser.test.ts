import { describe, expect, it } from 'vitest';
import { chooseRate, comesTooLate, ThroughputMeter } from './rate-chooser.ts';

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

const segment = (loadedBytes: number, elapsedMs: number) => ({ firstBytes: 0, loadedBytes, waitedMs: 0, elapsedMs });

describe('the throughput', () => {
  it('falls quickly, rises slowly, and heeds no answer that is too small to tell', () => {
    const meter = new ThroughputMeter();
    meter.add(segment(1_000, 500));
    expect(meter.kbps).toBeNull();
    for (let count = 0; count < 20; count += 1) meter.add(segment(250_000, 1_000));
    expect(meter.kbps).toBeCloseTo(2_000);
    meter.add(segment(25_000, 2_000));
    const fallen = meter.kbps ?? 0;
    expect(fallen).toBeLessThan(1_300);
    meter.add(segment(250_000, 100));
    expect((meter.kbps ?? 0) - fallen).toBeLessThan(700);
  });

  it('does not fall with a server that has the first bytes late', () => {
    const meter = new ThroughputMeter();
    meter.add({ firstBytes: 4_000, loadedBytes: 64_000, waitedMs: 3_000, elapsedMs: 240 });
    expect(meter.kbps).toBeCloseTo(2_000);
  });

  it('takes the wait along where next to all came at once', () => {
    const meter = new ThroughputMeter();
    meter.add({ firstBytes: 60_000, loadedBytes: 64_000, waitedMs: 240, elapsedMs: 16 });
    expect(meter.kbps).toBeCloseTo(2_000);
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

  it('makes what was measured before worth nothing', () => {
    const meter = new ThroughputMeter();
    meter.add(segment(1_000_000, 1_000));
    meter.restart(10_000, 1_000);
    expect(meter.kbps).toBeCloseTo(80);
  });
});

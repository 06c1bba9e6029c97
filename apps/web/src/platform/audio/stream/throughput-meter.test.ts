import { describe, expect, it } from 'vitest';
import { ThroughputMeter } from './throughput-meter.ts';

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

  it('makes what was measured before worth nothing', () => {
    const meter = new ThroughputMeter();
    meter.add(segment(1_000_000, 1_000));
    meter.restart(10_000, 1_000);
    expect(meter.kbps).toBeCloseTo(80);
  });
});

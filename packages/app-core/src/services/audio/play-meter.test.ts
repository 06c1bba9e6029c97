import { describe, expect, it } from 'vitest';
import { countedAfterMs, PlayMeter } from './play-meter.ts';

describe('when a play counts', () => {
  it.each([
    [200_000, 100_000],
    [480_000, 240_000],
    [3_600_000, 240_000],
    [61_001, 30_501],
    [1_500, 1_000],
    [400, 400],
  ])('a track of %i ms after %i ms', (durationMs, neededMs) => {
    expect(countedAfterMs(durationMs)).toBe(neededMs);
  });
});

describe('what was heard', () => {
  it('is the time that passed where the position jumped ahead unannounced', () => {
    const meter = new PlayMeter();
    meter.resync(0, 1_000);
    meter.tick(60_000, 1_250);
    expect(meter.listenedMs).toBe(250);
  });

  it('is the way of the position where the clock jumped', () => {
    const meter = new PlayMeter();
    meter.resync(0, 1_000);
    meter.tick(250, 9_999_999);
    expect(meter.listenedMs).toBe(250);
  });

  it('never shrinks when position or clock go back', () => {
    const meter = new PlayMeter(5_000);
    meter.resync(10_000, 10_000);
    meter.tick(2_000, 10_250);
    meter.tick(2_250, 9_000);
    expect(meter.listenedMs).toBe(5_000);
  });

  it('needs a beginning', () => {
    const meter = new PlayMeter();
    meter.tick(90_000, 90_000);
    expect(meter.listenedMs).toBe(0);
  });
});

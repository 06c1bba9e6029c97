import { describe, expect, it } from 'vitest';
import { planBuffer, planEviction, type BufferState } from './buffer-plan.ts';
import { toBufferPolicy, toRestingPolicy } from './buffer-policy.ts';

const policy = {
  aheadSeconds: 60,
  refillBelowSeconds: 30,
  headSeconds: 10,
  headWhenLeftSeconds: Number.POSITIVE_INFINITY,
  behindSeconds: 20,
};

function buildState(overrides: Partial<BufferState> = {}): BufferState {
  return {
    playheadSeconds: 0,
    buffered: [],
    tracks: [{ start: 0, end: 200 }],
    policy,
    isLoading: true,
    ...overrides,
  };
}

describe('what is loaded next', () => {
  it('is what is heard at the playhead, wherever that is', () => {
    expect(planBuffer(buildState({ playheadSeconds: 95 }))).toEqual({ kind: 'load', track: 0, atSeconds: 95 });
  });

  it('is what follows that without a hole', () => {
    const buffered = [
      { start: 0, end: 12 },
      { start: 12.01, end: 16 },
      { start: 90, end: 99 },
    ];
    expect(planBuffer(buildState({ buffered }))).toEqual({ kind: 'load', track: 0, atSeconds: 16 });
  });

  it('rests once enough lies ahead, and does not begin again before half of it was heard', () => {
    const buffered = [{ start: 0, end: 60 }];
    expect(planBuffer(buildState({ buffered })).kind).toBe('rest');
    expect(planBuffer(buildState({ buffered, playheadSeconds: 25, isLoading: false })).kind).toBe('rest');
    expect(planBuffer(buildState({ buffered, playheadSeconds: 31, isLoading: false })).kind).toBe('load');
  });

  it('is the head of the following track as soon as the current one has enough ahead', () => {
    const tracks = [
      { start: 0, end: 200 },
      { start: 200, end: 300 },
    ];
    const buffered = [{ start: 0, end: 60 }];
    expect(planBuffer(buildState({ tracks, buffered }))).toEqual({ kind: 'load', track: 1, atSeconds: 200 });
    const late = { ...policy, headWhenLeftSeconds: 25 };
    expect(planBuffer(buildState({ tracks, buffered, policy: late })).kind).toBe('rest');
  });

  it('is the last hundredth of a track too, with the next one in the buffer or not', () => {
    const buffered = [{ start: 0, end: 199.98 }];
    expect(planBuffer(buildState({ buffered, playheadSeconds: 180 }))).toMatchObject({ track: 0, atSeconds: 199.98 });
    const tracks = [
      { start: 0, end: 200 },
      { start: 200, end: 300 },
    ];
    const both = [...buffered, { start: 200, end: 210 }];
    const state = buildState({ tracks, buffered: both, playheadSeconds: 180 });
    expect(planBuffer(state)).toMatchObject({ track: 0, atSeconds: 199.98 });
  });

  it('is nothing when all has come, which is said', () => {
    expect(planBuffer(buildState({ buffered: [{ start: 0, end: 199.9995 }] })).kind).toBe('finish');
  });
});

describe('what was heard', () => {
  it('goes once it is worth the work, and nearly all of it when memory is short', () => {
    const buffered = [{ start: 0, end: 60 }];
    expect(planEviction(buildState({ buffered, playheadSeconds: 25 }))).toBeUndefined();
    expect(planEviction(buildState({ buffered, playheadSeconds: 40 }))).toEqual({ start: 0, end: 20 });
    expect(planEviction(buildState({ buffered, playheadSeconds: 25 }), true)).toEqual({ start: 0, end: 23 });
  });
});

describe('how much is kept', () => {
  const good = { network: 'unmetered', isPowerLow: false } as const;
  it('is bounded by bytes where the rate is high', () => {
    const { aheadSeconds } = toBufferPolicy(good, 6_000);
    expect((aheadSeconds * 6_000 * 1000) / 8).toBeLessThanOrEqual(6_000_000);
    expect(toBufferPolicy(good, 128).aheadSeconds).toBe(60);
  });

  it('is less where it costs money, and more where it comes slowly', () => {
    expect(toBufferPolicy({ ...good, network: 'metered' }, 128).aheadSeconds).toBe(30);
    expect(toBufferPolicy({ ...good, network: 'slow' }, 128).aheadSeconds).toBe(120);
  });

  it('is only what is heard in a moment while the browser wants no data', () => {
    const resting = toRestingPolicy(toBufferPolicy(good, 128));
    const tracks = [
      { start: 0, end: 200 },
      { start: 200, end: 300 },
    ];
    const state = buildState({ tracks, policy: resting, buffered: [{ start: 0, end: 9 }] });
    expect(planBuffer(state).kind).toBe('rest');
    expect(planBuffer({ ...state, playheadSeconds: 6, isLoading: false }).kind).toBe('load');
  });
});

import type { BufferPolicy } from './buffer-plan.ts';

export interface DeviceConditions {
  network: 'unmetered' | 'metered' | 'slow';
  /** Runs on a battery that is nearly empty. */
  isPowerLow: boolean;
}

/** Chromium gives the sound of one page about 12 MB; beyond that appending fails. */
const AHEAD_BYTES = 6_000_000;
const BEHIND_BYTES = 1_500_000;
const SHORTEST_AHEAD_SECONDS = 8;
const LAST_SECONDS = 25;

/** How much to keep in memory at a bit rate. What costs money is loaded late, what comes slowly is loaded far ahead. */
export function toBufferPolicy(conditions: DeviceConditions, bitrateKbps: number): BufferPolicy {
  const { network, isPowerLow } = conditions;
  const bytesPerSecond = (bitrateKbps * 1000) / 8;
  const wishedSeconds = network === 'metered' ? 30 : network === 'slow' || isPowerLow ? 120 : 60;
  const aheadSeconds = Math.max(SHORTEST_AHEAD_SECONDS, Math.min(wishedSeconds, AHEAD_BYTES / bytesPerSecond));
  return {
    aheadSeconds,
    refillBelowSeconds: aheadSeconds / (isPowerLow ? 4 : 2),
    headSeconds: network === 'unmetered' ? 10 : 5,
    headWhenLeftSeconds: network === 'unmetered' && !isPowerLow ? Number.POSITIVE_INFINITY : LAST_SECONDS,
    behindSeconds: Math.max(4, Math.min(20, BEHIND_BYTES / bytesPerSecond)),
  };
}

/** While the browser wants no data: as much as no hint may make us miss. */
export function toRestingPolicy(policy: BufferPolicy): BufferPolicy {
  return {
    ...policy,
    aheadSeconds: SHORTEST_AHEAD_SECONDS,
    refillBelowSeconds: SHORTEST_AHEAD_SECONDS / 2,
    headWhenLeftSeconds: SHORTEST_AHEAD_SECONDS,
  };
}

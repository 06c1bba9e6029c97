/** A place in a file from which on samples are known. */
export interface SamplePosition {
  sample: number;
  position: number;
}

export interface PositionSearch {
  low: SamplePosition;
  high: SamplePosition;
  sample: number;
  /** The first known place at or behind `position`, before `limit`. */
  probe: (position: number, limit: number) => Promise<SamplePosition | undefined>;
}

/** So near that walking along costs no more than one piece. */
export const NEAR_BYTES = 128 * 1024;
/** How far before the estimate a probe looks, for it to hit a place before the sample. */
const EARLIER_BYTES = 48 * 1024;
const MOST_PROBES = 64;

/**
 * Finds a place at or before a sample, near to it, in few reads: by estimates from the places around, and by halves, as loud and
 * quiet parts mislead estimates. `low` has to lie at or before the sample.
 */
export async function searchPositions({ sample, probe, ...bounds }: PositionSearch): Promise<SamplePosition> {
  let { low, high } = bounds;
  for (let count = 0; count < MOST_PROBES && high.position - low.position > NEAR_BYTES; count += 1) {
    const share = high.sample > low.sample ? (sample - low.sample) / (high.sample - low.sample) : 1;
    const distance = Math.max(0, Math.min(1, share)) * (high.position - low.position);
    if (distance < NEAR_BYTES) break;
    const position = low.position + Math.floor(count % 3 < 2 ? distance - EARLIER_BYTES : distance / 2);
    const found = await probe(position, high.position);
    if (!found) high = { ...high, position };
    else if (found.sample > sample) high = { sample: found.sample, position };
    else if (found.sample > low.sample) low = found;
    else break;
  }
  return low;
}

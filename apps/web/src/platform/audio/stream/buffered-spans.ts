/** All in seconds of the media element's timeline. */
export interface TimeSpan {
  start: number;
  end: number;
}

/** Decoders round the ends of packets; a hole this small is none. */
const HOLE_SECONDS = 0.1;
/** Browsers keep microseconds, and some segments tens of them: what ends this close to the end of its track is whole. */
export const ROUNDING_SECONDS = 0.002;

/** How far the sound goes on from a place without a hole; the place itself where nothing is. */
export function bufferedUntil(buffered: readonly TimeSpan[], fromSeconds: number): number {
  let until = fromSeconds;
  for (const { start, end } of buffered) if (start <= until + HOLE_SECONDS && end > until) until = end;
  return until;
}

/** The same within one track: what lies behind its end says nothing of it. */
export function bufferedUntilIn(track: TimeSpan, buffered: readonly TimeSpan[], fromSeconds: number): number {
  const within = buffered.filter(({ start }) => start < track.end - ROUNDING_SECONDS);
  return Math.min(track.end, bufferedUntil(within, Math.max(track.start, fromSeconds)));
}

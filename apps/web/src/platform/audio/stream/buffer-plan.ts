/** All in seconds of the media element's timeline. */
export interface TimeSpan {
  start: number;
  end: number;
}

export interface BufferPolicy {
  /** Loading rests when this much lies ahead … */
  aheadSeconds: number;
  /** … and begins again when less than this does: bursts let a radio sleep. */
  refillBelowSeconds: number;
  /** Of the following track, loaded before the rest of the current one has come. */
  headSeconds: number;
  /** The head is loaded when this little of the current track is left. */
  headWhenLeftSeconds: number;
  /** Kept of what was heard, for short ways back. */
  behindSeconds: number;
}

export interface BufferState {
  playheadSeconds: number;
  buffered: readonly TimeSpan[];
  /** The current track and, when it is known, the one that follows it. */
  tracks: readonly TimeSpan[];
  policy: BufferPolicy;
  /** Whether the last step loaded something. */
  isLoading: boolean;
}

export type BufferStep = { kind: 'load'; atSeconds: number } | { kind: 'finish' } | { kind: 'rest' };

/** Decoders round the ends of packets; a hole this small is none. */
const HOLE_SECONDS = 0.1;

/** How far the sound goes on from a place without a hole; the place itself where nothing is. */
export function bufferedUntil(buffered: readonly TimeSpan[], fromSeconds: number): number {
  let until = fromSeconds;
  for (const { start, end } of buffered) if (start <= until + HOLE_SECONDS && end > until) until = end;
  return until;
}

/** What to load next: what is heard soon, then the head of the following track. `finish` when all there is has come. */
export function planBuffer({ playheadSeconds, buffered, tracks, policy, isLoading }: BufferState): BufferStep {
  const [current, next] = tracks;
  const last = next ?? current;
  if (!current || !last) return { kind: 'rest' };
  const until = bufferedUntil(buffered, playheadSeconds);
  const aheadSeconds = until - playheadSeconds;
  const isWhole = until >= last.end - HOLE_SECONDS;
  const wantedSeconds = isLoading ? policy.aheadSeconds : policy.refillBelowSeconds;
  if (!isWhole && aheadSeconds < wantedSeconds) return { kind: 'load', atSeconds: until };
  if (next && current.end - playheadSeconds < policy.headWhenLeftSeconds) {
    const headUntil = bufferedUntil(buffered, next.start);
    const headEnd = Math.min(next.end - HOLE_SECONDS, next.start + policy.headSeconds);
    if (headUntil < headEnd) return { kind: 'load', atSeconds: headUntil };
  }
  return isWhole ? { kind: 'finish' } : { kind: 'rest' };
}

/** What was heard and may go; undefined when it is too little to be worth the work. */
export function planEviction(
  { playheadSeconds, buffered, policy }: BufferState,
  isForced = false,
): TimeSpan | undefined {
  const keptSeconds = isForced ? Math.min(2, policy.behindSeconds) : policy.behindSeconds;
  const end = playheadSeconds - keptSeconds;
  const start = buffered[0]?.start ?? end;
  const leastSeconds = isForced ? 0.1 : policy.behindSeconds / 2;
  return end - start > leastSeconds ? { start: 0, end } : undefined;
}

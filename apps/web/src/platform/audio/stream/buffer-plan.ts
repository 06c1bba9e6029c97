import { bufferedUntilIn, ROUNDING_SECONDS, type TimeSpan } from './buffered-spans.ts';

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

/** `track`: which of the state's tracks the place belongs to. */
export type BufferStep = { kind: 'load'; track: number; atSeconds: number } | { kind: 'finish' } | { kind: 'rest' };

/** What to load next: what is heard soon, then the head of the following track. `finish` when all there is has come. */
export function planBuffer({ playheadSeconds, buffered, tracks, policy, isLoading }: BufferState): BufferStep {
  const wantedSeconds = isLoading ? policy.aheadSeconds : policy.refillBelowSeconds;
  for (const [track, span] of tracks.entries()) {
    const until = bufferedUntilIn(span, buffered, playheadSeconds);
    if (until >= span.end - ROUNDING_SECONDS) continue;
    if (until - playheadSeconds < wantedSeconds) return { kind: 'load', track, atSeconds: until };
    return planHead({ playheadSeconds, buffered, tracks, policy, isLoading });
  }
  return tracks.length > 0 ? { kind: 'finish' } : { kind: 'rest' };
}

function planHead({ playheadSeconds, buffered, tracks: [current, next], policy }: BufferState): BufferStep {
  if (!current || !next || current.end - playheadSeconds >= policy.headWhenLeftSeconds) return { kind: 'rest' };
  const until = bufferedUntilIn(next, buffered, next.start);
  const headEnd = Math.min(next.end - ROUNDING_SECONDS, next.start + policy.headSeconds);
  return until < headEnd ? { kind: 'load', track: 1, atSeconds: until } : { kind: 'rest' };
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

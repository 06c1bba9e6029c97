/** A file that cannot be decoded. The message is safe to show. */
export class UnreadableMediaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableMediaError';
  }
}

/** A program that did the work is gone: it crashed, or was ended from outside, when the file is not to blame. */
export class LostProgramError extends Error {
  readonly kind: 'lost' | 'ended-from-outside';

  constructor(kind: LostProgramError['kind']) {
    super(kind === 'lost' ? 'The decoder crashed.' : ENDED_FROM_OUTSIDE);
    this.name = 'LostProgramError';
    this.kind = kind;
  }
}

const ENDED_FROM_OUTSIDE = 'The decoder was ended from outside, as when memory runs out. Try again.';

/** Signals that no child sends to itself while the server is there. */
const OUTER_SIGNALS: ReadonlySet<NodeJS.Signals | null> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);

/** `signal`: what ended the program, if any did. */
export const toLoss = (signal: NodeJS.Signals | null): LostProgramError =>
  new LostProgramError(OUTER_SIGNALS.has(signal) ? 'ended-from-outside' : 'lost');

/** A program that did not start: it is not there any more, or the machine has no process to spare. */
export class UnstartableProgramError extends Error {
  constructor(cause: unknown) {
    super('The program that decodes does not start.', { cause });
    this.name = 'UnstartableProgramError';
  }
}

/** A target that no encoder of this backend makes. The message is safe to show. */
export class UnsupportedTargetError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedTargetError';
  }
}

import { createHash } from 'node:crypto';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * Every key in Redis is made here and nowhere else; docs/DATA.md has the same as a table. Where no lifetime is given, the
 * caller's applies: a session lives until it expires, attempts as long as the throttle remembers them.
 *
 * Scripts touch several keys at once, so all of them have to be on one server: no Cluster.
 */
export type RedisKeys = ReturnType<typeof createRedisKeys>;

export const keyLifetimesMs = {
  /** An allowance that was not touched for so long is full again. */
  allowance: 2 * MINUTE_MS,
  /** Answers are forgotten even when nothing changed: what they say of time gets old. */
  answer: 2 * MINUTE_MS,
  /** Longer than an answer: once the mark is gone, no answer from before it is left. */
  answerTag: 5 * MINUTE_MS,
  /** Longer than any server takes to see it. */
  cancelledJob: 60 * MINUTE_MS,
} as const;

/** `prefix` keeps installations that share a Redis apart. */
export function createRedisKeys(prefix: string) {
  return {
    /** String, JSON of the session. Ends with it. */
    session: (sessionId: string) => `${prefix}:session:${sessionId}`,
    /** What `session` puts before the id, for scripts that find ids themselves. */
    sessionStem: `${prefix}:session:`,
    /** Sorted set of session ids by the time they expire. Lives as long as the longest of them. */
    userSessions: (userId: string) => `${prefix}:user-sessions:${userId}`,
    /** Hash `count`, `lastAtMs`, `expiresAtMs`. What somebody types as a name is not written down, and has no length. */
    attempts: (key: string) => `${prefix}:attempts:${digest(key)}`,
    /** Hash `left`, `filledAtMs`. */
    allowance: (key: string) => `${prefix}:allowance:${digest(key)}`,
    /** String, JSON of the signing keys. For ever: losing it signs everyone out. */
    signingKeys: `${prefix}:signing-keys`,
    /** String, one answer after its tag. A script puts a digest of the question and the marks of its tags behind it. */
    answerStem: `${prefix}:answer:`,
    /** String, a mark that is new with every change of what the tag stands for. */
    answerTag: (tag: string) => `${prefix}:answer-tag:${tag}`,
    /** String, token and holder of a lease. Ends when its holder no longer renews it. The braces keep it and its counter together. */
    lease: (name: string) => `${prefix}:lease:{${name}}`,
    /** String, the last token that was given. For ever: a token that began anew would be taken for an old holder's. */
    leaseToken: (name: string) => `${prefix}:lease-token:{${name}}`,
    /** What BullMQ puts before all of its own keys. */
    jobs: `${prefix}:bull`,
    /** String, a mark for the server that runs the job. */
    cancelledJob: (id: string) => `${prefix}:cancelled-job:${id}`,
    /** Channel of events between servers. */
    events: `${prefix}:events`,
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

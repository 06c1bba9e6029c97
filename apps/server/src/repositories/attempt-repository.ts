/** Failed attempts under one key. */
export interface Attempts {
  count: number;
  lastAtMs: number;
}

/** Counts attempts that may be lost in a restart, but not between two requests. Each method is atomic. */
export interface AttemptRepository {
  findAttempts(key: string, nowMs: number): Promise<Attempts | undefined>;
  /** Adds one; the key is forgotten `lifetimeMs` after its last attempt. */
  addAttempt(key: string, nowMs: number, lifetimeMs: number): Promise<Attempts>;
  /** Takes one back that turned out not to be a failure. */
  removeAttempt(key: string): Promise<void>;
  deleteAttempts(key: string): Promise<void>;
}

/** The one source of time for services. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
}

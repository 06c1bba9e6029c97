/**
 * One writer at a time for each upload. A client whose line broke comes back while its last request still hangs: whoever
 * wants the lock asks its holder to let go.
 */
export interface UploadLocks {
  /**
   * Waits until the lock is free. `onWanted` is called when somebody else waits for it, `onLost` once when it may be
   * another's by now; without an `onLost` that is told as a wish. Returns the release.
   * @throws DomainError unavailable when it did not become free in time; the signal's reason when that aborts
   */
  lock(id: string, signal: AbortSignal, onWanted: () => void, onLost?: () => void): Promise<() => Promise<void>>;
}

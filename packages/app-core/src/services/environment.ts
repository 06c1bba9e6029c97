/** What the device tells and gives: the only source of time, chance and ids for the app. */
export interface Environment {
  /** Wall clock, milliseconds since 1970. */
  nowMs(): number;
  /** In [0, 1). */
  random(): number;
  /** A UUID. */
  createId(): string;
  isOnline(): boolean;
  /** Returns the unsubscription. */
  onOnlineChange(listener: (isOnline: boolean) => void): () => void;
  /** The app is about to be hidden or closed: the last moment to save. Returns the unsubscription. */
  onHide(listener: () => void): () => void;
  /** Runs the task once after the delay, unless the returned cancellation is called first. */
  schedule(task: () => void, delayMs: number): () => void;
  /** BCP 47, such as `de-CH`. */
  readonly language: string;
  /** How this client is called in history and queue, such as `JetStream Web (Firefox)`. */
  readonly clientName: string;
}

/** Runs a task while no other tab or process of this client runs one under the same name. */
export interface ExclusiveLock {
  run<T>(name: string, task: () => Promise<T>): Promise<T>;
}

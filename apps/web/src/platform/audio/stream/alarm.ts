/** Ends a sleep, also one that begins after it rang. */
export class Alarm {
  #hasRung = false;
  #wakeUp: (() => void) | undefined;

  /** What rang before is known. */
  set(): void {
    this.#hasRung = false;
  }

  ring(): void {
    this.#hasRung = true;
    this.#wakeUp?.();
  }

  sleep(): Promise<void> {
    if (this.#hasRung) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wakeUp = resolve;
    });
  }
}

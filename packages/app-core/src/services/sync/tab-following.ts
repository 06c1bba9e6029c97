/** Tells what is done here after another tab from what is done of itself: only that is told to the tabs in return. */
export class TabFollowing {
  #isUnderWay = false;

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** Also after an act that fails this tab tells of what it does. */
  run(act: () => void): void {
    this.#isUnderWay = true;
    try {
      act();
    } finally {
      this.#isUnderWay = false;
    }
  }
}

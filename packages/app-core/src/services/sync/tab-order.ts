/** When a tab said or did something. Of two with one count, that of the greater name is the later. */
export interface TabStamp {
  count: number;
  tab: string;
}

/** What tabs change by turns, each with its own latest change. */
export type TabAspect = 'queue' | 'place' | 'playing' | 'sound';

/**
 * The order of what the tabs of one browser do, the same in all of them, whichever hears of it first: the clocks of L. Lamport,
 * "Time, Clocks, and the Ordering of Events in a Distributed System" (Communications of the ACM 21, 1978).
 */
export class TabOrder {
  readonly #tab: string;
  readonly #latest = new Map<TabAspect, TabStamp>();
  #count = 0;

  /** `tab` tells this tab from all others, and need not outlive it. */
  constructor(tab: string) {
    this.#tab = tab;
  }

  /** After all that is known here by now. */
  get now(): TabStamp {
    return { count: this.#count, tab: this.#tab };
  }

  /** A change was made here: the latest of all that is known. */
  mark(...aspects: readonly TabAspect[]): TabStamp {
    this.#count += 1;
    const { now } = this;
    for (const aspect of aspects) this.#latest.set(aspect, now);
    return now;
  }

  latest(aspect: TabAspect): TabStamp {
    return this.#latest.get(aspect) ?? { count: 0, tab: '' };
  }

  /** Whether the latest change that is known was made here. */
  isOwn(aspect: TabAspect): boolean {
    return this.latest(aspect).tab === this.#tab;
  }

  /** What is changed here from now on comes after this. */
  hear({ count }: TabStamp): void {
    this.#count = Math.max(this.#count, count);
  }

  /** What is here of this is none of the tabs' changes: whatever they have of it comes after. */
  forget(...aspects: readonly TabAspect[]): void {
    for (const aspect of aspects) this.#latest.delete(aspect);
  }

  /** How a change that was told stands to the latest that is known here. Is it later, it is the latest from now on. */
  take(aspect: TabAspect, stamp: TabStamp): 'later' | 'known' | 'earlier' {
    this.hear(stamp);
    const latest = this.latest(aspect);
    if (stamp.count === latest.count && stamp.tab === latest.tab) return 'known';
    const isLater = stamp.count > latest.count || (stamp.count === latest.count && stamp.tab > latest.tab);
    if (isLater) this.#latest.set(aspect, stamp);
    return isLater ? 'later' : 'earlier';
  }
}

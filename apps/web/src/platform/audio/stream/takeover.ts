/** How a decoder is led to the place where its sound takes over from another. */
export interface Takeover {
  /** What it has to decode before, each a thing to append by itself that begins at zero. Nothing of it is heard. */
  readonly unheard: readonly Uint8Array[];
  /** From the packet on that reaches over the place; what comes later follows it. */
  readonly heard: Uint8Array;
  /** What lies before `heard`, where it does not say itself when it is; else 0. */
  readonly passedSamples: number;
}

/** Looks for the place in the bytes of a run-up and its segment, as they come. */
export interface TakeoverSearch {
  /** Undefined until the place has come; nothing is to be pushed behind it. */
  push(bytes: Uint8Array): Takeover | undefined;
}

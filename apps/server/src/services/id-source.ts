/** The one source of identifiers and chance for services. */
export interface IdSource {
  /** A new id of 20 letters and digits, unguessable. */
  createId<Id extends string>(): Id;
  /** From 0 to 2^31 - 1. */
  createSeed(): number;
}

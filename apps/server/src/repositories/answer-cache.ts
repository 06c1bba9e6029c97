/** An answer as it is sent. */
export interface CachedAnswer {
  body: string;
  etag: string;
}

export interface AnswerLookup {
  answer: CachedAnswer | undefined;
  /** Where an answer belongs that is made from what the stores say from now on. */
  slot: string;
}

/**
 * Keeps answers until they are old, or one of their tags is invalidated. A slot stands for its tags as they were when it
 * was looked up: an answer that was made while a tag changed is saved where nobody looks any more.
 */
export interface AnswerCache {
  /** The tags belong to the question: whoever asks it names the same ones. */
  findAnswer(question: string, tags: readonly string[]): Promise<AnswerLookup>;
  saveAnswer(slot: string, answer: CachedAnswer): Promise<void>;
  /**
   * From its return on, no server finds an answer with one of these tags that was made before. When it fails, this server
   * finds nothing until it was made up for.
   */
  invalidateTags(tags: readonly string[]): Promise<void>;
}

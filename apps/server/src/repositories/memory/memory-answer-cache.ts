import type { AnswerCache, AnswerLookup, CachedAnswer } from '../answer-cache.ts';

export interface MemoryAnswerCacheOptions {
  limitBytes: number;
  lifetimeMs: number;
  nowMs: () => number;
}

interface Entry {
  answer: CachedAnswer;
  sizeBytes: number;
  expiresAtMs: number;
}

/** JavaScript keeps text in up to two bytes a letter. */
const BYTES_OF_LETTER = 2;
/** After so many tags all answers are dropped, to forget the tags. */
const MAX_TAGS = 50_000;

/** Answers of one process; the least lately used make room. */
export class MemoryAnswerCache implements AnswerCache {
  readonly #options: MemoryAnswerCacheOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #marks = new Map<string, number>();
  #lastMark = 0;
  #sizeBytes = 0;

  constructor(options: MemoryAnswerCacheOptions) {
    this.#options = options;
  }

  async findAnswer(question: string, tags: readonly string[]): Promise<AnswerLookup> {
    const slot = [...tags.map((tag) => this.#marks.get(tag) ?? 0), question].join(' ');
    const entry = this.#entries.get(slot);
    if (!entry) return { answer: undefined, slot };
    this.#delete(slot, entry);
    if (entry.expiresAtMs <= this.#options.nowMs()) return { answer: undefined, slot };
    this.#insert(slot, entry);
    return { answer: entry.answer, slot };
  }

  async saveAnswer(slot: string, answer: CachedAnswer): Promise<void> {
    const { limitBytes, lifetimeMs, nowMs } = this.#options;
    const sizeBytes = (slot.length + answer.body.length) * BYTES_OF_LETTER;
    if (sizeBytes > limitBytes) return;
    const known = this.#entries.get(slot);
    if (known) this.#delete(slot, known);
    this.#insert(slot, { answer, sizeBytes, expiresAtMs: nowMs() + lifetimeMs });
    for (const [oldest, entry] of this.#entries) {
      if (this.#sizeBytes <= limitBytes) break;
      this.#delete(oldest, entry);
    }
  }

  async invalidateTags(tags: readonly string[]): Promise<void> {
    if (this.#marks.size > MAX_TAGS) {
      this.#entries.clear();
      this.#marks.clear();
      this.#sizeBytes = 0;
    }
    for (const tag of tags) this.#marks.set(tag, ++this.#lastMark);
  }

  #insert(slot: string, entry: Entry): void {
    this.#entries.set(slot, entry);
    this.#sizeBytes += entry.sizeBytes;
  }

  #delete(slot: string, entry: Entry): void {
    this.#entries.delete(slot);
    this.#sizeBytes -= entry.sizeBytes;
  }
}

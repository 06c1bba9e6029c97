import type { Clock } from '#services/clock.ts';
import type { Logger } from './logger.ts';

interface TroubleLogOptions {
  logger: Logger;
  clock: Clock;
  /** Go with every line. */
  facts: object;
  texts: { failed: string; worksAgain: string };
}

/** What fails now and then, as writes to a nearly full disk do, works again when nothing failed for this long. */
const CALM_MS = 10_000;

/**
 * Tells of something done over and over: of each cause of failure once, and once that it works again. `Act` parts what can
 * fail by itself.
 */
export class TroubleLog<Act extends string> {
  readonly #options: TroubleLogOptions;
  readonly #troubles = new Map<Act, { causes: Set<string>; lastAtMs: number }>();

  constructor(options: TroubleLogOptions) {
    this.#options = options;
  }

  noteFailure(error: unknown, act: Act): void {
    const { logger, clock, facts, texts } = this.#options;
    const { causes } = this.#troubles.get(act) ?? { causes: new Set() };
    this.#troubles.set(act, { causes, lastAtMs: clock.nowMs() });
    const cause = toCause(error);
    if (causes.has(cause)) return;
    causes.add(cause);
    logger.warn({ ...facts, act, err: error }, texts.failed);
  }

  noteSuccess(act: Act): void {
    const { logger, clock, facts, texts } = this.#options;
    const trouble = this.#troubles.get(act);
    if (trouble === undefined || clock.nowMs() - trouble.lastAtMs < CALM_MS) return;
    this.#troubles.delete(act);
    logger.info({ ...facts, act }, texts.worksAgain);
  }
}

/** Not by messages: they name the file. */
function toCause(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const own = 'code' in error ? String(error.code) : error.name;
  return error.cause === undefined ? own : `${own} ${toCause(error.cause)}`;
}

import { DomainError } from '#models/errors.ts';
import { toNameKey } from '#models/user.ts';
import type { AttemptRepository } from '#repositories/attempt-repository.ts';
import type { Clock } from './clock.ts';

interface Gate {
  key: string;
  /** Failures that cost nothing. */
  free: number;
}

const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const FORGET_AFTER_MS = 24 * 3_600_000;

/**
 * Slows guessing down: a name from one address soon, all names from one address later, a name from all addresses last, so
 * that strangers cannot easily lock someone out. Each failure past the free ones doubles the wait.
 */
export class LoginThrottle {
  readonly #attempts: AttemptRepository;
  readonly #clock: Clock;

  constructor(options: { attempts: AttemptRepository; clock: Clock }) {
    this.#attempts = options.attempts;
    this.#clock = options.clock;
  }

  /**
   * Runs an attempt and returns what it returns. It counts as failed from its start, so that many at once cannot slip
   * through; one that succeeds, or fails by no fault of the caller's, is taken back.
   * @throws DomainError rate-limited while the caller has to wait.
   */
  async attempt<T>(name: string, address: string, work: () => Promise<T>): Promise<T> {
    const gates = gatesFor(name, address);
    const before: number[] = [];
    for (const gate of gates) before.push(await this.#refuseEarly(gate));
    await this.#count(gates, before);
    try {
      const result = await work();
      await this.#forgive(gates);
      return result;
    } catch (error) {
      if (!isCallersFault(error)) for (const { key } of gates) await this.#attempts.removeAttempt(key);
      throw error;
    }
  }

  /** How many have failed before. @throws DomainError rate-limited */
  async #refuseEarly({ key, free }: Gate): Promise<number> {
    const nowMs = this.#clock.nowMs();
    const attempts = await this.#attempts.findAttempts(key, nowMs);
    if (!attempts) return 0;
    const { count, lastAtMs } = attempts;
    const waitMs = count < free ? 0 : lastAtMs + delayAfter(count - free) - nowMs;
    if (waitMs > 0) throw toRefusal(waitMs);
    return count;
  }

  /**
   * Others may have come since `before`, here or on another server: side by side go only those that cost nothing.
   * @throws DomainError rate-limited; nothing is counted then
   */
  async #count(gates: readonly Gate[], before: readonly number[]): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const counted: string[] = [];
    for (const [index, { key, free }] of gates.entries()) {
      const { count } = await this.#attempts.addAttempt(key, nowMs, FORGET_AFTER_MS);
      counted.push(key);
      const others = count - 1;
      if (others <= (before[index] ?? 0) || others < free) continue;
      for (const one of counted) await this.#attempts.removeAttempt(one);
      throw toRefusal(delayAfter(others - free));
    }
  }

  /** The owner of the name has proved it; what else came from the address stays counted. */
  async #forgive([pair, byName, byAddress]: readonly [Gate, Gate, Gate]): Promise<void> {
    await this.#attempts.deleteAttempts(pair.key);
    await this.#attempts.removeAttempt(byName.key);
    await this.#attempts.removeAttempt(byAddress.key);
  }
}

function toRefusal(waitMs: number): DomainError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  const message = `Too many attempts. Try again in ${retryAfterSeconds} seconds.`;
  return new DomainError('rate-limited', message, { retryAfterSeconds });
}

/** Setting up what is set up counts too: it is what somebody looking for open servers tries. */
const isCallersFault = (error: unknown): boolean =>
  error instanceof DomainError && (error.code === 'credentials-wrong' || error.code === 'setup-done');

const delayAfter = (failuresPastFree: number): number =>
  Math.min(FIRST_DELAY_MS * 2 ** failuresPastFree, LONGEST_DELAY_MS);

function gatesFor(name: string, address: string): readonly [Gate, Gate, Gate] {
  const nameKey = toNameKey(name);
  const network = toNetwork(address);
  return [
    { key: `name ${nameKey} from ${network}`, free: 5 },
    { key: `name ${nameKey}`, free: 50 },
    { key: `from ${network}`, free: 20 },
  ];
}

/** Whoever has one IPv6 address has its whole /64. */
function toNetwork(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

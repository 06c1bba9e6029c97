import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  type CircuitBreakerPolicy,
  type TimeoutPolicy,
} from 'cockatiel';
import { DomainError } from '#models/errors.ts';
import { isStoreFailure, type StoreName } from './store-failures.ts';

/** `open`: calls are refused at once; `half-open`: one call is trying whether the store answers again. */
export type GuardState = 'closed' | 'open' | 'half-open';

/** `refused`: the store was not asked. What the store said no to, it has answered. */
export type CallOutcome = 'answered' | 'failed' | 'refused';

/** The part of the log that a guard needs. */
export interface StoreLogger {
  info(facts: object, text: string): void;
  warn(facts: object, text: string): void;
}

export interface StoreGuardOptions {
  name: StoreName;
  /** Longest time of one call, after which it counts as failed; what it does in the store may still happen. */
  timeoutMs: number;
  logger: StoreLogger;
  onStateChange?: (state: GuardState) => void;
  /** Told once for each call. */
  onCall?: (outcome: CallOutcome) => void;
  /** Calls at once, and how many more may wait for their turn. */
  concurrency?: number;
  queueLength?: number;
  /** Failures one after another that open the circuit, and how long it stays open before one call tries again. */
  failures?: number;
  retryAfterMs?: number;
  /** False while nothing may be asked of the store yet. */
  isOpen?: () => boolean;
}

/** Keeps a store that is slow or away from holding up the requests that need it. One for each connection to a store. */
export interface StoreGuard {
  readonly name: StoreName;
  readonly state: GuardState;
  /**
   * @throws DomainError unavailable, with `retryAfterSeconds`, when the store fails, does not answer in time, has too many
   * calls waiting, or failed so often that it is not asked at all; it names the role. Other errors pass as they are.
   */
  run<T>(work: () => Promise<T>, options?: CallOptions): Promise<T>;
}

interface CallOptions {
  timeoutMs?: number | undefined;
  /** What it is asked for, as people know it, when that is not its `rolesOfStores`. */
  role?: string | undefined;
}

const DEFAULTS = { concurrency: 100, queueLength: 100, failures: 5, retryAfterMs: 3000 } as const;

const stateNames = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
} as const satisfies Record<CircuitState, GuardState>;

const rolesOfStores = {
  mongodb: 'catalogue store',
  postgresql: 'store of plays and statistics',
  redis: 'session store',
  s3: 'media store',
} as const satisfies Record<StoreName, string>;

export function createStoreGuard(options: StoreGuardOptions): StoreGuard {
  const { name, timeoutMs, concurrency, queueLength } = { ...DEFAULTS, ...options };
  const circuit = createCircuit(options);
  // Outermost, so that calls which had to wait meet the circuit as it is when their turn comes.
  const queue = bulkhead(concurrency, queueLength);
  const getTimeout = memoizeTimeouts();
  const unavailable = createRefusal(options);
  return {
    name,
    get state() {
      return stateNames[circuit.state];
    },
    async run<T>(work: () => Promise<T>, call: CallOptions = {}): Promise<T> {
      // Whoever waited for the outcome of the one call that tries would wait as long as it, and most often in vain.
      if (circuit.state === CircuitState.HalfOpen || options.isOpen?.() === false) {
        options.onCall?.('refused');
        throw unavailable(call);
      }
      const limit = getTimeout(call.timeoutMs ?? timeoutMs);
      try {
        const answer = await queue.execute(() => circuit.execute(() => limit.execute(work)));
        options.onCall?.('answered');
        return answer;
      } catch (error) {
        options.onCall?.(outcomeOf(name, error));
        throw isRefusal(error) || isOfDriver(name, error) ? unavailable(call, error) : error;
      }
    },
  };
}

/**
 * The same object, with each method behind the guard. All its methods have to return promises. `timeoutsMs` names methods
 * that may take longer than the guard's own limit, such as writes of whole batches; `role` says what the object is to people.
 */
export function guard<T extends object>(
  target: T,
  storeGuard: StoreGuard,
  timeoutsMs: { readonly [Method in keyof T]?: number } = {},
  role?: string,
): T {
  const guarded = new Map<string | symbol, unknown>();
  return new Proxy(target, {
    get(_, key) {
      const known = guarded.get(key);
      if (known !== undefined) return known;
      // Read and called on the target: a proxy has no private fields.
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const options = { timeoutMs: timeoutsMs[key as keyof T], role };
      const call = (...values: unknown[]) =>
        storeGuard.run(async () => Reflect.apply(value, target, values) as unknown, options);
      guarded.set(key, call);
      return call;
    },
  });
}

function createCircuit(options: StoreGuardOptions): CircuitBreakerPolicy {
  const { name, logger, onStateChange, failures, retryAfterMs } = { ...DEFAULTS, ...options };
  const isFailure = (error: unknown) => error instanceof TaskCancelledError || isStoreFailure(name, error);
  const circuit = circuitBreaker(handleWhen(isFailure), {
    halfOpenAfter: retryAfterMs,
    breaker: new ConsecutiveBreaker(failures),
  });
  // A probe that fails opens it again: that is no news.
  let isAway = false;
  circuit.onBreak((reason) => {
    if (!isAway) logger.warn({ store: name, ...reasonOf(reason) }, 'a store is away: what needs it is refused');
    isAway = true;
  });
  circuit.onReset(() => {
    isAway = false;
    logger.info({ store: name }, 'a store is back');
  });
  circuit.onStateChange((state) => onStateChange?.(stateNames[state]));
  return circuit;
}

function createRefusal(options: StoreGuardOptions): (call: CallOptions, cause?: unknown) => DomainError {
  const { name, retryAfterMs } = { ...DEFAULTS, ...options };
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return ({ role = rolesOfStores[name] }, cause) =>
    new DomainError('unavailable', `The ${role} is not answering.`, { retryAfterSeconds, cause });
}

function memoizeTimeouts(): (timeoutMs: number) => TimeoutPolicy {
  const policies = new Map<number, TimeoutPolicy>();
  return (timeoutMs) => {
    const known = policies.get(timeoutMs);
    if (known) return known;
    // Aggressive: drivers do not listen to a signal, and nobody waits for them longer.
    const policy = timeout(timeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
    policies.set(timeoutMs, policy);
    return policy;
  };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError || error instanceof TaskCancelledError;

function outcomeOf(name: StoreName, error: unknown): CallOutcome {
  if (error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError) return 'refused';
  return error instanceof TaskCancelledError || isStoreFailure(name, error) ? 'failed' : 'answered';
}

/** What a repository has already said in the domain's words stays as it said it. */
const isOfDriver = (name: StoreName, error: unknown): boolean =>
  !(error instanceof DomainError) && isStoreFailure(name, error);

function reasonOf(reason: object): { reason?: string } {
  const error = 'error' in reason ? reason.error : undefined;
  return error instanceof Error ? { reason: error.message } : {};
}

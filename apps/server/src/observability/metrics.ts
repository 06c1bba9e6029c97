import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What a Prometheus server can ask for. One registry per context. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requestSeconds = new Histogram({
    name: 'jetstream_http_request_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['endpoint', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    registers: [this.#registry],
  });
  readonly #events = new Counter({
    name: 'jetstream_events_total',
    help: 'Things that happened, such as plays and scans',
    labelNames: ['event'],
    registers: [this.#registry],
  });

  readonly #storeCalls = new Counter({
    name: 'jetstream_store_calls_total',
    help: 'Calls of a store: answered, failed, or refused because it is away',
    labelNames: ['store', 'outcome'],
    registers: [this.#registry],
  });
  readonly #storeState = new Gauge({
    name: 'jetstream_store_available',
    help: '1 while a store answers, 0 while it is away, 0.5 while a call tries whether it is back',
    labelNames: ['store'],
    registers: [this.#registry],
  });

  readonly #keptAnswers = new Counter({
    name: 'jetstream_kept_answers_total',
    help: 'Questions to the cache of answers: hit, miss, or bypass while it is away',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });

  constructor(options: { collectsProcess: boolean }) {
    if (options.collectsProcess) collectDefaultMetrics({ register: this.#registry });
  }

  observeRequest(endpoint: string, status: number, seconds: number): void {
    this.#requestSeconds.observe({ endpoint, status: String(status) }, seconds);
  }

  countEvent(event: string, count = 1): void {
    this.#events.inc({ event }, count);
  }

  countStoreCall(store: string, outcome: string): void {
    this.#storeCalls.inc({ store, outcome });
  }

  setStoreAvailability(store: string, availability: 0 | 0.5 | 1): void {
    this.#storeState.set({ store }, availability);
  }

  countKeptAnswer(outcome: 'hit' | 'miss' | 'bypass'): void {
    this.#keptAnswers.inc({ outcome });
  }

  /** Registers a value that is read when it is asked for. */
  addGauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.#registry], collect: () => gauge.set(read()) });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  print(): Promise<string> {
    return this.#registry.metrics();
  }
}

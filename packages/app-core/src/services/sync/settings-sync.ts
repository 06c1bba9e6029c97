import type { Settings } from '@jetstream/api-contract';
import type { ApiService } from '../api/api-service.ts';
import { Emitter } from '../emitter.ts';
import type { Environment } from '../environment.ts';

const SEND_AFTER_MS = 600;
const RETRY_AFTER_MS = 15_000;

export interface SettingsSyncEvents {
  /** The server holds this change now, and answers by it. */
  saved: { change: Partial<Settings> };
  /** What the server holds was read. */
  loaded: { settings: Settings };
}

/** Sends changed settings to the server: gathered for a moment (a slider changes often), retried until they arrive. */
export class SettingsSync {
  readonly #api: Pick<ApiService, 'request'>;
  readonly #environment: Pick<Environment, 'schedule'>;
  readonly #emitter = new Emitter<SettingsSyncEvents>();
  readonly on: Emitter<SettingsSyncEvents>['on'] = (name, listener) => this.#emitter.on(name, listener);
  #pending: Partial<Settings> = {};
  /** What is on its way. */
  #sent: Partial<Settings> = {};
  #cancelTimer: (() => void) | undefined;
  #isSending = false;
  #reading = 0;
  #choices = 0;
  /** Raised when another person signs in. */
  #person = 0;

  constructor(api: Pick<ApiService, 'request'>, environment: Pick<Environment, 'schedule'>) {
    this.#api = api;
    this.#environment = environment;
  }

  /** Choices of this device that the server may not know yet. */
  get unsaved(): Partial<Settings> {
    return { ...this.#sent, ...this.#pending };
  }

  /** The server's settings, with what is newer here. */
  take(settings: Settings): Settings {
    this.#emitter.emit('loaded', { settings });
    return { ...settings, ...this.unsaved };
  }

  /** Returns whether, by then, the answer is that of the latest reading, and nothing was chosen here meanwhile. */
  beginReading(): () => boolean {
    const reading = (this.#reading += 1);
    const choices = this.#choices;
    return () => reading === this.#reading && choices === this.#choices;
  }

  push(change: Partial<Settings>): void {
    this.#choices += 1;
    this.#pending = { ...this.#pending, ...change };
    this.#arm(SEND_AFTER_MS);
  }

  /** Sends what waits without delay, also while the page goes away. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#isSending || Object.keys(this.#pending).length === 0) return;
    const body = this.#pending;
    this.#pending = {};
    this.#sent = body;
    this.#isSending = true;
    const person = this.#person;
    const answer = await this.#api.request('updateSettings', { body, isKeptAlive: true });
    this.#isSending = false;
    const isOfPerson = person === this.#person;
    if (isOfPerson) this.#sent = {};
    const isWorthRetry = isOfPerson && answer.error && (answer.error.isOffline || answer.error.code === 'unavailable');
    if (isWorthRetry) this.#pending = { ...body, ...this.#pending };
    if (Object.keys(this.#pending).length > 0) this.#arm(isWorthRetry ? RETRY_AFTER_MS : SEND_AFTER_MS);
    // Last: a listener that fails may not keep what is pending from going out.
    if (isOfPerson && !answer.error) this.#emitter.emit('saved', { change: body });
  }

  /** Forgets what was not sent: another person signs in. */
  reset(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#pending = {};
    this.#sent = {};
    this.#person += 1;
  }

  #arm(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#environment.schedule(() => void this.flush(), delayMs);
  }
}

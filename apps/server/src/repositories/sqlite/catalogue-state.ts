import type { SqliteDatabase } from './sqlite-database.ts';

/** Counts the catalogue's writes: whatever is remembered about the catalogue is right as long as the version stands. */
export class CatalogueState {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Begins with the installation, so that a new data folder does not repeat the versions of an old one. */
  getVersion(): string {
    const state = this.#database.get<{ installation: string; version: number }>(
      'SELECT installation, version FROM catalogue',
    );
    return `${state?.installation}.${state?.version}`;
  }

  /** A transaction that raises the version if it changed any row. */
  write<T>(work: () => T): T {
    return this.#database.transaction(() => {
      const before = this.#countChanges();
      const result = work();
      if (this.#countChanges() !== before) this.#database.run('UPDATE catalogue SET version = version + 1');
      return result;
    });
  }

  #countChanges(): number | undefined {
    return this.#database.get<{ changes: number }>('SELECT total_changes() AS changes')?.changes;
  }
}

const MOST_REMEMBERED = 500;

/** Remembers what was worked out from one version of the catalogue and forgets it with the next. */
export class VersionedCache<Value> {
  readonly #state: CatalogueState;
  readonly #values = new Map<string, Value>();
  #version = '';

  constructor(state: CatalogueState) {
    this.#state = state;
  }

  ensure(key: string, make: () => Value): Value {
    const version = this.#state.getVersion();
    if (version !== this.#version || this.#values.size >= MOST_REMEMBERED) {
      this.#values.clear();
      this.#version = version;
    }
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = make();
    this.#values.set(key, value);
    return value;
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}

/** The same for what takes several turns: asked for again meanwhile, it is worked out once. A failure is not remembered. */
export class VersionedTasks<Value> {
  readonly #tasks: VersionedCache<Promise<Value>>;

  constructor(state: CatalogueState) {
    this.#tasks = new VersionedCache(state);
  }

  async ensure(key: string, make: () => Promise<Value>): Promise<Value> {
    try {
      return await this.#tasks.ensure(key, make);
    } catch (error) {
      this.#tasks.delete(key);
      throw error;
    }
  }
}

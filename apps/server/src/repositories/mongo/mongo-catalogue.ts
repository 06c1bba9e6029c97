import { randomBytes } from 'node:crypto';
import type { Collection, Db } from 'mongodb';
import { CatalogueChangeLog, type CatalogueIds } from './catalogue-change-log.ts';
import { isDuplicateKey } from './duplicate-key.ts';

interface CatalogueDocument {
  _id: 'catalogue';
  installation: string;
  version: string;
}

const ID = 'catalogue';
const MOST_REMEMBERED = 500;

/**
 * What all catalogue repositories share: the version, which changes with every write, and the log of changes.
 *
 * The version is a text that was never there before, not a number counted up: two servers at once cannot make the same
 * one, also where the database counts without a lock. It is renewed after the write, so that what was remembered under
 * the old one goes; whoever looked in between remembers the new state under the old version, and loses it too.
 */
export class MongoCatalogue {
  readonly changes: CatalogueChangeLog;
  readonly #documents: Collection<CatalogueDocument>;
  readonly #session = randomBytes(6).toString('base64url');
  #writes = 0;

  constructor(database: Db, nowMs: () => number) {
    this.changes = new CatalogueChangeLog(database, nowMs);
    this.#documents = database.collection<CatalogueDocument>('catalogue');
  }

  /** Names the installation, once. What a server that died has left half written counts as a change as well. */
  async open(): Promise<void> {
    const installation = randomBytes(4).toString('hex');
    try {
      await this.#documents.updateOne({ _id: ID }, { $setOnInsert: { installation } }, { upsert: true });
    } catch (error) {
      // Another server was first.
      if (!isDuplicateKey(error)) throw error;
    }
    await this.#renewVersion();
  }

  /** Begins with the installation, so that a new database does not repeat the versions of an old one. */
  async getVersion(): Promise<string> {
    const document = await this.#documents.findOne({ _id: ID });
    return `${document?.installation}.${document?.version}`;
  }

  async getInstallation(): Promise<string> {
    return (await this.#documents.findOne({ _id: ID }))?.installation ?? '';
  }

  /**
   * Changes are noted → written → called done → the version is renewed. A write that failed may still happen in the
   * database, so it is not called done.
   */
  async write<T>(ids: CatalogueIds, work: () => Promise<T>): Promise<T> {
    const noted = await this.changes.append(ids);
    try {
      const result = await work();
      await this.changes.settle(noted);
      return result;
    } finally {
      await this.#renewVersion();
    }
  }

  async #renewVersion(): Promise<void> {
    const version = `${this.#session}${(++this.#writes).toString(36)}`;
    await this.#documents.updateOne({ _id: ID }, { $set: { version } });
  }
}

/** Remembers what was worked out from one version of the catalogue. Asked for again meanwhile, it is worked out once. */
export class VersionedCache<Value> {
  readonly #catalogue: MongoCatalogue;
  readonly #values = new Map<string, Promise<Value>>();
  readonly #most: number;
  #version = '';

  constructor(catalogue: MongoCatalogue, most = MOST_REMEMBERED) {
    this.#catalogue = catalogue;
    this.#most = most;
  }

  async ensure(key: string, make: () => Promise<Value>): Promise<Value> {
    const version = await this.#catalogue.getVersion();
    if (version !== this.#version || this.#values.size >= this.#most) {
      this.#values.clear();
      this.#version = version;
    }
    const known = this.#values.get(key);
    if (known) return known;
    const value = make();
    this.#values.set(key, value);
    // A failure is not remembered.
    value.catch(() => {
      if (this.#values.get(key) === value) this.#values.delete(key);
    });
    return value;
  }
}

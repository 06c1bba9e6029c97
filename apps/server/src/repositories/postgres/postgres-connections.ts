import { Socket } from 'node:net';
import { isInTime } from '#models/is-in-time.ts';
import { Pool, type PoolClient, types as pgTypes } from 'pg';
import type { StoreLogger } from '../guard-store.ts';

export interface PostgresConnectionsOptions {
  url: string;
  logger: StoreLogger;
  /** Shown by PostgreSQL beside each connection. */
  applicationName: string;
}

const MOST_CONNECTIONS = 10;
const CONNECT_LIMIT_MS = 2000;
/** Longer than the guard waits, so that whatever it gave up on ends as well. */
const STATEMENT_LIMIT_MS = 20_000;
/** Of a server that does not even say that it cut a statement off: its connection is given up. */
const QUERY_LIMIT_MS = 25_000;
/** For connections to say goodbye. */
const CLOSE_LIMIT_MS = 2000;

export interface Statement {
  sql: string;
  values: readonly unknown[];
}

/** bigint: times and counts stay below 2^53. */
const INT8 = pgTypes.builtins.INT8;
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pgTypes.getTypeParser(oid, format as 'text')) as typeof pgTypes.getTypeParser,
};

/** Connections to PostgreSQL, made as they are needed. */
export class PostgresConnections {
  readonly #pool: Pool;
  readonly #sockets = new Set<Socket>();

  constructor({ url, logger, applicationName }: PostgresConnectionsOptions) {
    this.#pool = new Pool({
      connectionString: url,
      max: MOST_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      statement_timeout: STATEMENT_LIMIT_MS,
      query_timeout: QUERY_LIMIT_MS,
      stream: () => this.#createSocket(),
      keepAlive: true,
      application_name: applicationName,
      types,
    });
    // A connection that breaks while nobody uses it: the next call gets another, or says what is wrong.
    this.#pool.on('error', (error) => logger.info({ reason: error.message }, 'a connection to PostgreSQL broke'));
  }

  async list<Row>({ sql, values }: Statement): Promise<Row[]> {
    return (await this.#pool.query(sql, [...values])).rows as Row[];
  }

  /** `work` in one transaction. A connection on which it failed in an unknown state is not used again. */
  async transaction<T>(work: (run: Run) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let isBroken = false;
    // Without a listener, a connection that breaks between two statements would end the process.
    const onError = () => void (isBroken = true);
    client.on('error', onError);
    try {
      await client.query('BEGIN');
      const result = await work((sql, values = []) => runOn(client, sql, values));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(onError);
      throw error;
    } finally {
      client.off('error', onError);
      client.release(isBroken);
    }
  }

  /** A server that hangs never ends a connection by itself. */
  async close(): Promise<void> {
    if (await isInTime(this.#pool.end(), CLOSE_LIMIT_MS)) return;
    for (const socket of this.#sockets) socket.destroy();
  }

  #createSocket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    return socket.once('close', () => this.#sockets.delete(socket));
  }
}

export type Run = <Row = unknown>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

async function runOn<Row>(client: PoolClient, sql: string, values: readonly unknown[]): Promise<Row[]> {
  // Without values several statements may stand in one text, as in migrations.
  const result = await (values.length > 0 ? client.query(sql, [...values]) : client.query(sql));
  return result.rows as Row[];
}

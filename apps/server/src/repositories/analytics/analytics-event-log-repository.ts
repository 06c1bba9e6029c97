import { sql } from 'kysely';
import type { ActivityEvent } from '#models/activity.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { EventLogRepository } from '../event-log-repository.ts';
import { type Keyset, readCursor, toCursor } from '../keyset.ts';
import {
  type AnalyticsDatabase,
  type ColumnTypes,
  createQueryBuilder,
  type QueryBuilder,
  toInput,
  total,
} from './analytics-database.ts';
import type { EventRow } from './analytics-tables.ts';
import { fromEventRow, toEventRow } from './event-rows.ts';

const keyset: Keyset = { name: 'events', order: 'desc', columns: ['at_ms', 'id'] };
const columns = ['at_ms', 'id', 'kind', 'user_id', 'details', 'instance'] as const;
const types: ColumnTypes<EventRow> = {
  at_ms: 'bigint',
  id: 'text',
  kind: 'text',
  user_id: 'text',
  details: 'text',
  instance: 'text',
};

export class AnalyticsEventLogRepository implements EventLogRepository {
  readonly #database: AnalyticsDatabase;
  readonly #builder: QueryBuilder;

  constructor(database: AnalyticsDatabase) {
    this.#database = database;
    this.#builder = createQueryBuilder(database.dialect);
  }

  async createEvents(events: readonly ActivityEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.#database.ensureMonths(
      'events',
      events.map(({ atMs }) => atMs),
    );
    const rows = toInput(this.#database.dialect, events.map(toEventRow), types).as('input');
    await this.#database.write([
      this.#builder
        .insertInto('events')
        .columns([...columns])
        .expression(
          this.#builder
            .selectFrom(rows)
            .select([...columns])
            .where(sql.lit(true)),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ]);
  }

  async listEvents(page: PageRequest): Promise<Page<ActivityEvent>> {
    let query = this.#builder.selectFrom('events').selectAll();
    if (page.cursor !== undefined) {
      const [time, id] = readCursor(keyset, page.cursor);
      query = query.where(sql<boolean>`(at_ms, id) < (${time}, ${id})`);
    }
    const [rows, counted] = await Promise.all([
      this.#database.list(
        query
          .orderBy('at_ms', 'desc')
          .orderBy('id', 'desc')
          .limit(page.limit + 1),
      ),
      this.#database.list(this.#builder.selectFrom('events').select(total(sql`count(*)`).as('total'))),
    ]);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(fromEventRow),
      nextCursor: last && rows.length > page.limit ? toCursor(keyset, { ...last }) : null,
      total: counted[0]?.total ?? 0,
    };
  }

  deleteEventsBefore(beforeMs: number): Promise<boolean> {
    return this.#database.deleteBefore('events', beforeMs);
  }
}

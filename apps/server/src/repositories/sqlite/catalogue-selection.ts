import type { CatalogueFilter } from '../catalogue-filter.ts';
import type { CatalogueState } from './catalogue-state.ts';
import { VersionedCache } from './catalogue-state.ts';
import { type Selection, whereClause } from './sql-keyset.ts';
import type { SqliteDatabase, SqlValue } from './sqlite-database.ts';

/** One condition of a filter in two forms: `probe` asks it of a row, `rids` lists all rows that meet it. */
export interface FilterPart {
  probe: string;
  rids: string;
  values: readonly SqlValue[];
}

export interface FilteredTable {
  table: string;
  /** The index whose order the list has. */
  index: string;
  /** What every listed row meets; the index is limited to it. */
  always: readonly string[];
}

/** Years a person may mean: 0 stands for an unknown one, which no range of years contains. */
export function toYearRange({ fromYear, toYear }: CatalogueFilter): [number, number] | undefined {
  if (fromYear === undefined && toYear === undefined) return undefined;
  return [Math.max(1, fromYear ?? 1), toYear ?? 9999];
}

/** Counts filtered rows and chooses the cheaper of two ways to read a page of them. */
export class SelectionPlanner {
  readonly #database: SqliteDatabase;
  readonly #counts: VersionedCache<number>;

  constructor(database: SqliteDatabase, state: CatalogueState) {
    this.#database = database;
    this.#counts = new VersionedCache(state);
  }

  /**
   * Many matches: walk the sorted index and probe each row, since a page fills soon. Few: gather the rarest part's rows
   * and sort them. The walk visits about pageSize * all / matches rows, the gathering all matches.
   */
  plan(target: FilteredTable, parts: readonly FilterPart[], pageSize: number): Selection {
    const rarest = parts.toSorted((a, b) => this.#countPart(a) - this.#countPart(b))[0];
    if (!rarest) return toWalk(target, parts);
    const matches = this.#countPart(rarest);
    const isWalkCheaper = matches * matches > pageSize * this.count(target, []);
    return isWalkCheaper ? toWalk(target, parts) : toGathering(target, parts, rarest);
  }

  count(target: FilteredTable, parts: readonly FilterPart[]): number {
    const [first] = parts;
    if (first && parts.length === 1) return this.#countPart(first);
    const selection = first ? toGathering(target, parts, first) : toWalk(target, parts);
    return this.#count(`${selection.from} ${whereClause(selection.conditions)}`, selection.values);
  }

  #countPart({ rids, values }: FilterPart): number {
    return this.#count(`(${rids})`, values);
  }

  #count(source: string, values: readonly SqlValue[]): number {
    return this.#counts.ensure(`${source} ${JSON.stringify(values)}`, () => {
      const row = this.#database.get<{ total: number }>(`SELECT count(*) AS total FROM ${source}`, ...values);
      return row?.total ?? 0;
    });
  }
}

function toWalk({ table, index, always }: FilteredTable, parts: readonly FilterPart[]): Selection {
  return {
    from: `${table} INDEXED BY ${index}`,
    conditions: [...always, ...parts.map((part) => part.probe)],
    values: parts.flatMap((part) => part.values),
  };
}

/** CROSS JOIN keeps SQLite from turning the order of the two around. */
function toGathering({ table, always }: FilteredTable, parts: readonly FilterPart[], driver: FilterPart): Selection {
  const others = parts.filter((part) => part !== driver);
  return {
    from: `(${driver.rids}) AS chosen CROSS JOIN ${table} ON ${table}.rid = chosen.rid`,
    conditions: [...always, ...others.map((part) => part.probe)],
    values: [...driver.values, ...others.flatMap((part) => part.values)],
  };
}

import type { Cover, CoverSource } from '#models/cover.ts';
import type { CoverId } from '#models/ids.ts';
import type { CoverRepository } from '../cover-repository.ts';
import type { CatalogueState } from './catalogue-state.ts';
import { inOrderOf, type SqliteDatabase, toJsonList } from './sqlite-database.ts';

/** The source stands beside the document, since every scan replaces it. */
interface CoverRow {
  source: string;
  document: string;
}

const toCover = (row: CoverRow): Cover => ({
  ...(JSON.parse(row.document) as Cover),
  source: JSON.parse(row.source) as CoverSource,
});

const NOT_ANALYSED = { width: null, height: null, placeholder: null, accent: null, fault: null, analysedAtMs: null };

export class SqliteCoverRepository implements CoverRepository {
  readonly #database: SqliteDatabase;
  readonly #catalogue: CatalogueState;

  constructor(database: SqliteDatabase, catalogue: CatalogueState) {
    this.#database = database;
    this.#catalogue = catalogue;
  }

  async findCover(id: CoverId): Promise<Cover | undefined> {
    const row = this.#database.get<CoverRow>('SELECT source, document FROM covers WHERE id = ?', id);
    return row && toCover(row);
  }

  async listCoversById(ids: readonly CoverId[]): Promise<Cover[]> {
    const rows = this.#database.all<CoverRow>(
      'SELECT source, document FROM covers WHERE id IN (SELECT value FROM json_each(?))',
      toJsonList(ids),
    );
    return inOrderOf(ids, rows.map(toCover));
  }

  async ensureCovers(covers: readonly Pick<Cover, 'id' | 'source'>[]): Promise<void> {
    this.#catalogue.write(() => {
      for (const { id, source } of covers) {
        this.#database.run(
          `INSERT INTO covers (id, source, document) VALUES (?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET source = excluded.source WHERE source <> excluded.source`,
          id,
          JSON.stringify(source),
          JSON.stringify({ id, ...NOT_ANALYSED }),
        );
      }
    });
  }

  async listUnanalysed(limit: number): Promise<Cover[]> {
    return this.#database
      .all<CoverRow>('SELECT source, document FROM covers WHERE analysed_at_ms IS NULL ORDER BY id LIMIT ?', limit)
      .map(toCover);
  }

  async updateCover({ source, ...cover }: Cover): Promise<void> {
    this.#catalogue.write(() =>
      this.#database.run(
        'UPDATE covers SET source = ?, analysed_at_ms = ?, document = ? WHERE id = ?',
        JSON.stringify(source),
        cover.analysedAtMs,
        JSON.stringify(cover),
        cover.id,
      ),
    );
  }
}

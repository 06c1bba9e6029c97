import type { Cover, CoverSource } from '#models/cover.ts';
import type { CoverId } from '#models/ids.ts';
import type { CoverRepository, CoverUse } from '../cover-repository.ts';
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
           ON CONFLICT (id) DO UPDATE SET source = excluded.source, unused_since_ms = NULL
           WHERE source <> excluded.source OR unused_since_ms IS NOT NULL`,
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

  async listCoverIds(after: CoverId | null, limit: number): Promise<CoverId[]> {
    return this.#database
      .all<{ id: CoverId }>('SELECT id FROM covers WHERE id > ? ORDER BY id LIMIT ?', after ?? '', limit)
      .map(({ id }) => id);
  }

  async listUsedCovers(ids: readonly CoverId[]): Promise<CoverId[]> {
    return this.#database
      .all<{ id: CoverId }>(
        `SELECT wanted.value AS id FROM json_each(?) AS wanted
         WHERE EXISTS (SELECT 1 FROM tracks WHERE cover_id = wanted.value)
            OR EXISTS (SELECT 1 FROM albums WHERE cover_id = wanted.value)
            OR EXISTS (SELECT 1 FROM artists WHERE cover_id = wanted.value)
            OR wanted.value IN (SELECT shown.value FROM genres, json_each(genres.cover_ids) AS shown)`,
        toJsonList(ids),
      )
      .map(({ id }) => id);
  }

  async noteUse({ used, unused, nowMs, deleteBeforeMs }: CoverUse): Promise<number> {
    const inList = 'id IN (SELECT value FROM json_each(?))';
    return this.#database.transaction(() => {
      this.#database.run(
        `UPDATE covers SET unused_since_ms = NULL WHERE unused_since_ms IS NOT NULL AND ${inList}`,
        toJsonList(used),
      );
      const deleted = this.#database.run(
        `DELETE FROM covers WHERE unused_since_ms <= ? AND ${inList}`,
        deleteBeforeMs,
        toJsonList(unused),
      );
      this.#database.run(
        `UPDATE covers SET unused_since_ms = ? WHERE unused_since_ms IS NULL AND ${inList}`,
        nowMs,
        toJsonList(unused),
      );
      return deleted;
    });
  }
}

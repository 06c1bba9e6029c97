import type { SessionId, UserId } from '#models/ids.ts';
import type { Session } from '#models/session.ts';
import type { SessionRepository } from '../session-repository.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

interface SessionRow {
  document: string;
}

const toSession = (row: SessionRow): Session => JSON.parse(row.document) as Session;

export class SqliteSessionRepository implements SessionRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async createSession(session: Session): Promise<void> {
    this.#database.run(
      `INSERT INTO sessions (id, user_id, token_hash, last_used_at_ms, expires_at_ms, document)
       VALUES (?, ?, ?, ?, ?, ?)`,
      session.id,
      session.userId,
      session.tokenHash,
      session.lastUsedAtMs,
      session.expiresAtMs,
      JSON.stringify(session),
    );
  }

  async findSession(id: SessionId): Promise<Session | undefined> {
    const row = this.#database.get<SessionRow>('SELECT document FROM sessions WHERE id = ?', id);
    return row && toSession(row);
  }

  async listSessions(userId: UserId, nowMs: number): Promise<Session[]> {
    return this.#database
      .all<SessionRow>(
        `SELECT document FROM sessions WHERE user_id = ? AND expires_at_ms > ?
         ORDER BY last_used_at_ms DESC, id`,
        userId,
        nowMs,
      )
      .map(toSession);
  }

  async updateSession(session: Session, expectedTokenHash: string): Promise<boolean> {
    const changes = this.#database.run(
      `UPDATE sessions SET token_hash = ?, last_used_at_ms = ?, expires_at_ms = ?, document = ?
       WHERE id = ? AND token_hash = ?`,
      session.tokenHash,
      session.lastUsedAtMs,
      session.expiresAtMs,
      JSON.stringify(session),
      session.id,
      expectedTokenHash,
    );
    return changes === 1;
  }

  async deleteSession(id: SessionId): Promise<void> {
    this.#database.run('DELETE FROM sessions WHERE id = ?', id);
  }

  async deleteUserSessions(userId: UserId, exceptId?: SessionId): Promise<void> {
    this.#database.run('DELETE FROM sessions WHERE user_id = ? AND id IS NOT ?', userId, exceptId ?? null);
  }

  async deleteExpiredSessions(nowMs: number): Promise<void> {
    this.#database.run('DELETE FROM sessions WHERE expires_at_ms <= ?', nowMs);
  }
}

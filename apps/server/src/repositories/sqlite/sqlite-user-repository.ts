import { DomainError, notFound } from '#models/errors.ts';
import type { UserId } from '#models/ids.ts';
import type { User, UserSettings } from '#models/user.ts';
import type { UserRepository } from '../user-repository.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

interface UserRow {
  document: string;
  last_seen_at_ms: number | null;
}

const userColumns = 'document, last_seen_at_ms';

const toUser = (row: UserRow): User => ({ ...(JSON.parse(row.document) as User), lastSeenAtMs: row.last_seen_at_ms });

export class SqliteUserRepository implements UserRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async countUsers(): Promise<number> {
    return this.#count();
  }

  async findUser(id: UserId): Promise<User | undefined> {
    const row = this.#database.get<UserRow>(`SELECT ${userColumns} FROM users WHERE id = ?`, id);
    return row && toUser(row);
  }

  async findUserByNameKey(nameKey: string): Promise<User | undefined> {
    const row = this.#database.get<UserRow>(`SELECT ${userColumns} FROM users WHERE name_key = ?`, nameKey);
    return row && toUser(row);
  }

  async listUsers(): Promise<User[]> {
    return this.#database.all<UserRow>(`SELECT ${userColumns} FROM users ORDER BY name_key`).map(toUser);
  }

  async createUser(user: User): Promise<void> {
    this.#database.transaction(() => this.#create(user));
  }

  async createFirstUser(user: User): Promise<void> {
    this.#database.transaction(() => {
      if (this.#count() > 0) throw new DomainError('setup-done', 'JetStream is already set up.');
      this.#create(user);
    });
  }

  async updateUser(user: User): Promise<void> {
    this.#database.transaction(() => {
      this.#requireFreeName(user);
      const changes = this.#database.run(
        'UPDATE users SET name_key = ?, last_seen_at_ms = ?, document = ? WHERE id = ?',
        user.nameKey,
        user.lastSeenAtMs,
        JSON.stringify(user),
        user.id,
      );
      if (changes === 0) throw notFound('user');
    });
  }

  async updateLastSeen(id: UserId, lastSeenAtMs: number): Promise<void> {
    this.#database.run('UPDATE users SET last_seen_at_ms = ? WHERE id = ?', lastSeenAtMs, id);
  }

  async deleteUser(id: UserId): Promise<void> {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM users WHERE id = ?', id);
      this.#database.run('DELETE FROM user_settings WHERE user_id = ?', id);
    });
  }

  async findSettings(id: UserId): Promise<Partial<UserSettings> | undefined> {
    return this.#readSettings(id);
  }

  async saveSettings(id: UserId, change: Partial<UserSettings>): Promise<void> {
    const settings = { ...this.#readSettings(id), ...change };
    this.#database.run('INSERT OR REPLACE INTO user_settings VALUES (?, ?)', id, JSON.stringify(settings));
  }

  #readSettings(id: UserId): Partial<UserSettings> | undefined {
    const row = this.#database.get<{ document: string }>('SELECT document FROM user_settings WHERE user_id = ?', id);
    return row && (JSON.parse(row.document) as Partial<UserSettings>);
  }

  #count(): number {
    return this.#database.get<{ total: number }>('SELECT count(*) AS total FROM users')?.total ?? 0;
  }

  #create(user: User): void {
    this.#requireFreeName(user);
    this.#database.run(
      'INSERT INTO users (id, name_key, last_seen_at_ms, document) VALUES (?, ?, ?, ?)',
      user.id,
      user.nameKey,
      user.lastSeenAtMs,
      JSON.stringify(user),
    );
  }

  #requireFreeName({ id, nameKey }: User): void {
    const owner = this.#database.get<{ id: UserId }>('SELECT id FROM users WHERE name_key = ?', nameKey);
    if (owner && owner.id !== id) {
      throw new DomainError('conflict', 'This name is taken.', {
        fields: [{ path: 'body/name', message: 'This name is taken.' }],
      });
    }
  }
}

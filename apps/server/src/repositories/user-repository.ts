import type { UserId } from '#models/ids.ts';
import type { User, UserSettings } from '#models/user.ts';

export interface UserRepository {
  countUsers(): Promise<number>;
  findUser(id: UserId): Promise<User | undefined>;
  findUserByNameKey(nameKey: string): Promise<User | undefined>;
  /** By name. */
  listUsers(): Promise<User[]>;
  /** @throws DomainError conflict when the name is taken. */
  createUser(user: User): Promise<void>;
  /** Only while there is no user at all. @throws DomainError setup-done otherwise. */
  createFirstUser(user: User): Promise<void>;
  /** @throws DomainError conflict when the name is taken. */
  updateUser(user: User): Promise<void>;
  updateLastSeen(id: UserId, lastSeenAtMs: number): Promise<void>;
  deleteUser(id: UserId): Promise<void>;
  /** Those that were ever changed. */
  findSettings(id: UserId): Promise<Partial<UserSettings> | undefined>;
  /** The others stay, whoever changes them at the same time. */
  saveSettings(id: UserId, change: Partial<UserSettings>): Promise<void>;
}

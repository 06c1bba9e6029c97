import type { Collection, Db } from 'mongodb';
import { DomainError, notFound } from '#models/errors.ts';
import type { UserId } from '#models/ids.ts';
import type { User, UserSettings } from '#models/user.ts';
import type { UserRepository } from '../user-repository.ts';
import { retryDuplicate } from './duplicate-key.ts';
import { FirstUserClaim } from './first-user-claim.ts';
import { toUser, toUserDocument, type UserDocument } from './user-document.ts';

type SettingsDocument = Partial<UserSettings> & { _id: UserId };

export class MongoUserRepository implements UserRepository {
  readonly #users: Collection<UserDocument>;
  /** Apart from the user: they change at other times, each by itself. */
  readonly #settings: Collection<SettingsDocument>;
  readonly #firstUserClaim: FirstUserClaim;

  constructor(db: Db) {
    this.#users = db.collection('users');
    this.#settings = db.collection('settings');
    this.#firstUserClaim = new FirstUserClaim(db);
  }

  async countUsers(): Promise<number> {
    const total = await this.#users.countDocuments();
    if (total > 0) return total;
    // A server may have died between its decision and the user: nobody is asked to set up what is set up.
    await this.#firstUserClaim.finish();
    return this.#users.countDocuments();
  }

  async findUser(id: UserId): Promise<User | undefined> {
    const found = await this.#users.findOne({ _id: id });
    return found ? toUser(found) : undefined;
  }

  async findUserByNameKey(nameKey: string): Promise<User | undefined> {
    const found = await this.#users.findOne({ nameKey });
    return found ? toUser(found) : undefined;
  }

  async listUsers(): Promise<User[]> {
    return (await this.#users.find().sort({ nameKey: 1 }).toArray()).map(toUser);
  }

  createUser(user: User): Promise<void> {
    return this.#withFreeName(user, async () => {
      await this.#users.insertOne(toUserDocument(user));
    });
  }

  createFirstUser(user: User): Promise<void> {
    return this.#firstUserClaim.createFirstUser(toUserDocument(user));
  }

  updateUser(user: User): Promise<void> {
    return this.#withFreeName(user, async () => {
      const { id, ...values } = user;
      const { matchedCount } = await this.#users.updateOne({ _id: id }, { $set: values });
      if (matchedCount === 0) throw notFound('user');
    });
  }

  async updateLastSeen(id: UserId, lastSeenAtMs: number): Promise<void> {
    await this.#users.updateOne({ _id: id }, { $set: { lastSeenAtMs } });
  }

  /** The user goes last: after a crash in between there is still someone to delete. */
  async deleteUser(id: UserId): Promise<void> {
    await this.#settings.deleteOne({ _id: id });
    await this.#firstUserClaim.release(id);
    await this.#users.deleteOne({ _id: id });
  }

  async findSettings(id: UserId): Promise<Partial<UserSettings> | undefined> {
    const found = await this.#settings.findOne({ _id: id }, { projection: { _id: 0 } });
    return found ?? undefined;
  }

  async saveSettings(id: UserId, change: Partial<UserSettings>): Promise<void> {
    if (Object.keys(change).length === 0) return;
    await retryDuplicate(() => this.#settings.updateOne({ _id: id }, { $set: change }, { upsert: true }));
  }

  /** The unique index decides. Who has the name is asked afterwards: not every server calls the fault a duplicate key. */
  async #withFreeName({ id, nameKey }: User, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const owner = error instanceof DomainError ? null : await this.#users.findOne({ nameKey });
      if (!owner || owner._id === id) throw error;
      throw new DomainError('conflict', 'This name is taken.', {
        fields: [{ path: 'body/name', message: 'This name is taken.' }],
      });
    }
  }
}

import type { Collection, Db } from 'mongodb';
import { DomainError } from '#models/errors.ts';
import { isDuplicateKey } from './duplicate-key.ts';
import type { UserDocument } from './user-document.ts';

/** `user` stands here until it stands among the users. */
interface Claim {
  _id: 'first-user';
  userId: string;
  user?: UserDocument;
}

const CLAIM = 'first-user';
/** Each further one means that all users were deleted in between. */
const MOST_TRIES = 3;

const setupDone = () => new DomainError('setup-done', 'JetStream is already set up.');

/**
 * Lets one server of several create the first user. Inserting the claim decides, since there can be one only, and the claim holds
 * the user: whoever comes later finishes what a server that died in between had begun.
 */
export class FirstUserClaim {
  readonly #claims: Collection<Claim>;
  readonly #users: Collection<UserDocument>;

  constructor(db: Db) {
    this.#claims = db.collection('setup');
    this.#users = db.collection('users');
  }

  /** @throws DomainError setup-done when there is, or will be, another user. */
  async createFirstUser(user: UserDocument): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await this.finish();
      if (await this.#hasUsers()) throw setupDone();
      if (await this.#insert({ _id: CLAIM, userId: user._id, user })) return this.finish();
      await this.finish();
      if (!(await this.#hasUsers())) await this.#deleteStale();
    }
    throw setupDone();
  }

  /** Harmless at any time. */
  async finish(): Promise<void> {
    const claim = await this.#claims.findOne({ _id: CLAIM });
    if (!claim?.user) return;
    try {
      await this.#users.insertOne(claim.user);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    await this.#claims.updateOne({ _id: CLAIM, userId: claim.userId }, { $unset: { user: 1 } });
  }

  /** Before its user is deleted, who would come back otherwise if the claim was never finished. */
  async release(userId: string): Promise<void> {
    await this.#claims.deleteOne({ _id: CLAIM, userId });
  }

  async #hasUsers(): Promise<boolean> {
    return (await this.#users.findOne({}, { projection: { _id: 1 } })) !== null;
  }

  async #insert(claim: Claim): Promise<boolean> {
    try {
      await this.#claims.insertOne(claim);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** A claim without its user was kept; that there are no users now means they were deleted. */
  async #deleteStale(): Promise<void> {
    const claim = await this.#claims.findOne({ _id: CLAIM });
    if (claim && !claim.user)
      await this.#claims.deleteOne({ _id: CLAIM, userId: claim.userId, user: { $exists: false } });
  }
}

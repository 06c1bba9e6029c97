import type { PasswordHasher } from '#gateways/password-hasher.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { Caller } from '#models/caller.ts';
import type { UserId } from '#models/ids.ts';
import { defaultUserSettings, toNameKey, type Role, type User, type UserSettings } from '#models/user.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';
import type { IdSource } from './id-source.ts';
import type { LoginThrottle } from './login-throttle.ts';
import type { SessionService } from './session-service.ts';

export interface UserServiceOptions {
  repositories: Pick<Repositories, 'users' | 'annotations' | 'plays' | 'queues'>;
  sessionService: SessionService;
  passwordHasher: PasswordHasher;
  loginThrottle: LoginThrottle;
  clock: Clock;
  idSource: IdSource;
  events: EventBus;
  /** Runs changes of users one after another, over all servers. */
  changes: { run<T>(change: () => Promise<T>): Promise<T> };
}

/** Accounts and what belongs to them. */
export class UserService {
  readonly #options: UserServiceOptions;
  /** Rules such as the last administrator's read before they write: two changes at once could break them together. */
  readonly #changes: UserServiceOptions['changes'];

  constructor(options: UserServiceOptions) {
    this.#options = options;
    this.#changes = options.changes;
  }

  listUsers(): Promise<User[]> {
    return this.#options.repositories.users.listUsers();
  }

  async getUser(id: UserId): Promise<User> {
    const user = await this.#options.repositories.users.findUser(id);
    if (!user) throw notFound('user');
    return user;
  }

  /** @throws DomainError conflict when the name is taken. */
  async createUser(input: { name: string; password: string; role: Role }): Promise<User> {
    const { repositories, passwordHasher, clock, idSource } = this.#options;
    const user: User = {
      id: idSource.createId<UserId>(),
      name: input.name,
      nameKey: toNameKey(input.name),
      role: input.role,
      passwordHash: await passwordHasher.hash(input.password),
      createdAtMs: clock.nowMs(),
      lastSeenAtMs: null,
      credentialGeneration: 1,
    };
    await repositories.users.createUser(user);
    return user;
  }

  /** A new password signs the user out everywhere. @throws DomainError not-found, conflict, not-editable */
  updateUser(id: UserId, change: { name?: string; role?: Role; password?: string }): Promise<User> {
    return this.#changes.run(async () => {
      const { repositories, passwordHasher, sessionService, events } = this.#options;
      const user = await this.getUser(id);
      if (change.role !== undefined && change.role !== 'administrator') await this.#keepAnAdministrator(user);
      const updated: User = { ...user };
      if (change.name !== undefined) Object.assign(updated, { name: change.name, nameKey: toNameKey(change.name) });
      if (change.role !== undefined) updated.role = change.role;
      if (change.password !== undefined) {
        updated.passwordHash = await passwordHasher.hash(change.password);
        updated.credentialGeneration++;
      }
      // First, so that nothing changes when sessions cannot be ended; again, for those opened meanwhile.
      if (change.password !== undefined) await sessionService.endUserSessions(id);
      await repositories.users.updateUser(updated);
      if (change.password !== undefined) await sessionService.endUserSessions(id);
      if (updated.role !== user.role) events.emit('roleChanged', { userId: id });
      return updated;
    });
  }

  /** Deletes the user and all that belongs to it. @throws DomainError not-found, not-editable */
  deleteUser(id: UserId): Promise<void> {
    return this.#changes.run(async () => {
      const { repositories, sessionService, events } = this.#options;
      const user = await this.getUser(id);
      await this.#keepAnAdministrator(user);
      // First, since their store may be away while the others answer: the user then stays whole.
      await repositories.plays.deleteUserPlays(id);
      await sessionService.endUserSessions(id);
      await repositories.queues.deleteQueue(id);
      await repositories.annotations.deleteUserAnnotations(id);
      // Again, for those that came until the sessions had ended.
      await repositories.plays.deleteUserPlays(id);
      // The user goes last: after a crash in between, deleting again does the rest.
      await repositories.users.deleteUser(id);
      await sessionService.endUserSessions(id);
      events.emit('userDeleted', { userId: id });
    });
  }

  /** Other devices are signed out. @throws DomainError credentials-wrong, rate-limited */
  async changePassword(caller: Caller, change: { current: string; next: string; address: string }): Promise<void> {
    const { loginThrottle, passwordHasher } = this.#options;
    const { name } = await this.getUser(caller.userId);
    await loginThrottle.attempt(name, change.address, async () => {
      const { passwordHash } = await this.getUser(caller.userId);
      if (!(await passwordHasher.matches(change.current, passwordHash)))
        throw new DomainError('credentials-wrong', 'The current password is wrong.', {
          fields: [{ path: 'body/currentPassword', message: 'is wrong' }],
        });
    });
    await this.#changes.run(() => this.#setPassword(caller, change.next));
  }

  async getSettings(id: UserId): Promise<UserSettings> {
    // What former versions stored lacks what they did not know.
    return { ...defaultUserSettings, ...(await this.#options.repositories.users.findSettings(id)) };
  }

  async updateSettings(id: UserId, change: Partial<UserSettings>): Promise<UserSettings> {
    await this.#options.repositories.users.saveSettings(id, change);
    this.#options.events.emit('settingsChanged', { userId: id });
    return await this.getSettings(id);
  }

  async #setPassword(caller: Caller, password: string): Promise<void> {
    const { repositories, passwordHasher, sessionService } = this.#options;
    const user = await this.getUser(caller.userId);
    const passwordHash = await passwordHasher.hash(password);
    const credentialGeneration = user.credentialGeneration + 1;
    await sessionService.endUserSessions(user.id, caller.sessionId);
    await repositories.users.updateUser({ ...user, passwordHash, credentialGeneration });
    await sessionService.endUserSessions(user.id, caller.sessionId);
  }

  async #keepAnAdministrator(user: User): Promise<void> {
    if (user.role !== 'administrator') return;
    const users = await this.listUsers();
    if (!users.some(({ id, role }) => role === 'administrator' && id !== user.id))
      throw new DomainError('not-editable', 'The last administrator has to stay one.');
  }
}

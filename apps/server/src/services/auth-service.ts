import type { PasswordHasher } from '#gateways/password-hasher.ts';
import type { Caller } from '#models/caller.ts';
import { DomainError } from '#models/errors.ts';
import type { SessionId, UserId } from '#models/ids.ts';
import type { Session } from '#models/session.ts';
import { toNameKey, type User } from '#models/user.ts';
import type { UserRepository } from '#repositories/user-repository.ts';
import type { Clock } from './clock.ts';
import type { IdSource } from './id-source.ts';
import type { EventBus } from './events.ts';
import type { LoginThrottle } from './login-throttle.ts';
import type { SessionService, SessionTokens } from './session-service.ts';

export interface SignIn {
  name: string;
  password: string;
  deviceName: string;
  /** Where the request came from. */
  address: string;
}

export interface AuthServiceOptions {
  users: UserRepository;
  sessionService: SessionService;
  passwordHasher: PasswordHasher;
  loginThrottle: LoginThrottle;
  events: EventBus;
  clock: Clock;
  idSource: IdSource;
}

/** Signing in and out, and who a token belongs to. */
export class AuthService {
  readonly #options: AuthServiceOptions;
  #isSetUp = false;

  constructor(options: AuthServiceOptions) {
    this.#options = options;
  }

  async isSetupRequired(): Promise<boolean> {
    // Once there is a user there always is: the last administrator cannot be deleted.
    this.#isSetUp ||= (await this.#options.users.countUsers()) > 0;
    return !this.#isSetUp;
  }

  /** Creates the first administrator. @throws DomainError setup-done, rate-limited */
  async setUp(signIn: SignIn): Promise<SessionTokens> {
    const { users, passwordHasher, loginThrottle, sessionService, clock, idSource } = this.#options;
    const user = await loginThrottle.attempt('', signIn.address, async () => {
      if (!(await this.isSetupRequired()))
        throw new DomainError('setup-done', 'JetStream has been set up already. Sign in instead.');
      const first: User = {
        id: idSource.createId<UserId>(),
        name: signIn.name,
        nameKey: toNameKey(signIn.name),
        role: 'administrator',
        passwordHash: await passwordHasher.hash(signIn.password),
        createdAtMs: clock.nowMs(),
        lastSeenAtMs: null,
        credentialGeneration: 1,
      };
      await users.createFirstUser(first);
      return first;
    });
    return sessionService.openSession(user, signIn.deviceName);
  }

  /** @throws DomainError credentials-wrong, rate-limited, setup-required */
  async login(signIn: SignIn): Promise<SessionTokens> {
    if (await this.isSetupRequired())
      throw new DomainError('setup-required', 'JetStream has no users yet. Open its page to create the first one.');
    const { events, loginThrottle, sessionService } = this.#options;
    try {
      const user = await loginThrottle.attempt(signIn.name, signIn.address, () => this.#checkCredentials(signIn));
      return await sessionService.openSession(user, signIn.deviceName);
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'unavailable')
        events.emit('signInRefused', { address: signIn.address, code: error.code });
      throw error;
    }
  }

  refresh(refreshToken: string): Promise<SessionTokens> {
    return this.#options.sessionService.refresh(refreshToken);
  }

  logout(refreshToken: string): Promise<void> {
    return this.#options.sessionService.endByToken(refreshToken);
  }

  listDevices(userId: UserId): Promise<Session[]> {
    return this.#options.sessionService.listSessions(userId);
  }

  deleteDevice(userId: UserId, sessionId: SessionId): Promise<void> {
    return this.#options.sessionService.endSession(userId, sessionId);
  }

  authenticate(accessToken: string): Promise<Caller> {
    return this.#options.sessionService.authenticate(accessToken, 'access');
  }

  authenticateMedia(mediaToken: string): Promise<Caller> {
    return this.#options.sessionService.authenticate(mediaToken, 'media');
  }

  async #checkCredentials({ name, password }: SignIn): Promise<User> {
    const user = await this.#options.users.findUserByNameKey(toNameKey(name));
    const isMatch = await this.#options.passwordHasher.matches(password, user?.passwordHash);
    if (!user || !isMatch) throw new DomainError('credentials-wrong', 'The name or the password is wrong.');
    return user;
  }
}

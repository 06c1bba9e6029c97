import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Caller } from '#models/caller.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { SessionId, UserId } from '#models/ids.ts';
import type { Session } from '#models/session.ts';
import type { User } from '#models/user.ts';
import type { SessionRepository } from '#repositories/session-repository.ts';
import type { UserRepository } from '#repositories/user-repository.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';
import type { IdSource } from './id-source.ts';
import type { KeyRing } from './key-ring.ts';
import { RevocableCallers } from './revocable-callers.ts';
import type { IssuedToken, TokenClaims, TokenKind, TokenService } from './token-service.ts';

export interface SessionTokens {
  access: IssuedToken;
  media: IssuedToken;
  refresh: IssuedToken;
  user: User;
}

export interface SessionServiceOptions {
  sessions: SessionRepository;
  users: UserRepository;
  tokenService: TokenService;
  keyRing: KeyRing;
  clock: Clock;
  idSource: IdSource;
  events: EventBus;
  refreshLifetimeMs: number;
}

/** How long the refresh token before the newest still works: for two tabs at once, and for answers that got lost. */
const GRACE_MS = 20_000;
/** How long a token is believed without looking at its session again; another server may have ended it, unheard. */
const RECHECK_MS = 30_000;
/** The same for a token whose session could not be looked at. */
const RECHECK_UNKNOWN_MS = 3_000;

/** Sessions of signed-in devices: opens, refreshes, checks and ends them. */
export class SessionService {
  readonly #options: SessionServiceOptions;
  readonly #callers = new RevocableCallers();

  constructor(options: SessionServiceOptions) {
    this.#options = options;
    options.events.on('sessionsEnded', ({ userId, sessionId }) => this.#callers.revoke(userId, sessionId));
    options.events.on('roleChanged', ({ userId }) => this.#callers.revoke(userId));
    options.events.on('eventsMissed', () => this.#callers.clear());
  }

  async openSession(user: User, deviceName: string): Promise<SessionTokens> {
    const { sessions, users, clock, idSource, refreshLifetimeMs } = this.#options;
    const nowMs = clock.nowMs();
    const secret = randomBytes(32).toString('base64url');
    const session: Session = {
      id: idSource.createId<SessionId>(),
      userId: user.id,
      tokenHash: hashOf(secret),
      previousTokenHash: null,
      rotatedAtMs: nowMs,
      deviceName,
      createdAtMs: nowMs,
      lastUsedAtMs: nowMs,
      expiresAtMs: nowMs + refreshLifetimeMs,
    };
    await sessions.createSession(session);
    await users.updateLastSeen(user.id, nowMs);
    await sessions.deleteExpiredSessions(nowMs);
    this.#options.events.emit('signedIn', { userId: user.id });
    return this.#issueTokens(user, session, secret);
  }

  /**
   * Exchanges a refresh token for its successor.
   * @throws DomainError session-expired when it leads nowhere; session-reused when it had been exchanged before, which
   * also ends the session.
   */
  async refresh(refreshToken: string): Promise<SessionTokens> {
    const { sessionId, secret } = parseRefreshToken(refreshToken);
    const session = await this.#findLiveSession(sessionId);
    const user = session && (await this.#options.users.findUser(session.userId));
    if (!session || !user) throw new DomainError('session-expired', 'The session has ended. Sign in again.');
    const successor = this.#successorOf(session.id, secret);
    if (isHashOf(secret, session.tokenHash)) return this.#rotate(user, session, successor);
    if (this.#isInGrace(session, secret)) return this.#issueTokens(user, session, successor);
    // An older token of this session, or one that was made up for it: either way somebody has what they should not.
    await this.#end(session.userId, session.id);
    throw new DomainError('session-reused', 'This session was ended, because its token was used twice. Sign in again.');
  }

  /** Ends the session that the token belongs to; a token that leads nowhere has nothing left to end. */
  async endByToken(refreshToken: string): Promise<void> {
    const { sessionId, secret } = parseRefreshToken(refreshToken);
    const session = await this.#options.sessions.findSession(sessionId);
    if (session && (isHashOf(secret, session.tokenHash) || isHashOf(secret, session.previousTokenHash))) {
      await this.#end(session.userId, session.id);
      this.#options.events.emit('signedOut', { userId: session.userId });
    }
  }

  listSessions(userId: UserId): Promise<Session[]> {
    return this.#options.sessions.listSessions(userId, this.#options.clock.nowMs());
  }

  async endSession(userId: UserId, sessionId: SessionId): Promise<void> {
    const session = await this.#findLiveSession(sessionId);
    if (session?.userId !== userId) throw notFound('device');
    await this.#end(userId, sessionId);
  }

  /** Signs the user out everywhere, but for `exceptId`. */
  async endUserSessions(userId: UserId, exceptId: SessionId | null = null): Promise<void> {
    await this.#options.sessions.deleteUserSessions(userId, exceptId ?? undefined);
    this.#options.events.emit('sessionsEnded', { userId, sessionId: null, exceptId });
  }

  /** @throws DomainError unauthenticated when the token, its session or its user is not valid any more. */
  async authenticate(token: string, kind: TokenKind): Promise<Caller> {
    const cacheKey = `${kind} ${token}`;
    const known = this.#callers.find(cacheKey, this.#options.clock.nowMs());
    if (known) return known;
    return this.#callers.load(cacheKey, async () => {
      const claims = await this.#options.tokenService.verify(kind, token);
      const { caller, recheckMs } = await this.#lookUpCaller(claims).catch((error: unknown) => {
        const last = this.#callers.findLast(cacheKey);
        if (last && isUnavailable(error)) return { caller: last, recheckMs: RECHECK_UNKNOWN_MS };
        throw error;
      });
      return { caller, expiresAtMs: Math.min(claims.expiresAtMs, this.#options.clock.nowMs() + recheckMs) };
    });
  }

  /** Unavailable while the store of users is: who was known before is then believed to be who they were. */
  async #lookUpCaller(claims: TokenClaims): Promise<{ caller: Caller; recheckMs: number }> {
    const state = await this.#findState(claims);
    const user = state === 'ended' ? undefined : await this.#options.users.findUser(claims.userId);
    if (user?.credentialGeneration !== claims.generation)
      throw new DomainError('unauthenticated', 'The session has ended.');
    const caller = Object.freeze({ userId: user.id, role: user.role, sessionId: claims.sessionId });
    return { caller, recheckMs: state === 'unknown' ? RECHECK_UNKNOWN_MS : RECHECK_MS };
  }

  /**
   * While the store of sessions is away a token is believed for as long as it lasts, so that what plays goes on: it was
   * signed by a server, for a user who is still there, and this server has not heard that its session ended.
   */
  async #findState({ userId, sessionId }: TokenClaims): Promise<'live' | 'ended' | 'unknown'> {
    try {
      return (await this.#findLiveSession(sessionId))?.userId === userId ? 'live' : 'ended';
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return this.#callers.hasEnded(sessionId) ? 'ended' : 'unknown';
    }
  }

  async #findLiveSession(id: SessionId): Promise<Session | undefined> {
    const session = await this.#options.sessions.findSession(id);
    return session && session.expiresAtMs > this.#options.clock.nowMs() ? session : undefined;
  }

  async #rotate(user: User, session: Session, successor: string): Promise<SessionTokens> {
    const { sessions, users, clock, refreshLifetimeMs } = this.#options;
    const nowMs = clock.nowMs();
    const next: Session = {
      ...session,
      tokenHash: hashOf(successor),
      previousTokenHash: session.tokenHash,
      rotatedAtMs: nowMs,
      lastUsedAtMs: nowMs,
      expiresAtMs: nowMs + refreshLifetimeMs,
    };
    // False when another tab was first: it wrote the very same successor, so its answer is ours too, unless the session
    // was ended meanwhile.
    const isFirst = await sessions.updateSession(next, session.tokenHash);
    if (!isFirst && !(await this.#findLiveSession(session.id)))
      throw new DomainError('session-expired', 'The session has ended. Sign in again.');
    await users.updateLastSeen(user.id, nowMs);
    return this.#issueTokens(user, next, successor);
  }

  #isInGrace(session: Session, secret: string): boolean {
    const isRecent = this.#options.clock.nowMs() - session.rotatedAtMs <= GRACE_MS;
    return isRecent && isHashOf(secret, session.previousTokenHash);
  }

  /**
   * Each secret follows from the one before and a key of the server's: two tabs that exchange one token at once get the
   * same successor, so it does not matter whose answer the browser keeps.
   */
  #successorOf(sessionId: SessionId, secret: string): string {
    const key = Buffer.from(this.#options.keyRing.refreshKey, 'base64url');
    return createHmac('sha256', key).update(`${sessionId}.${secret}`).digest('base64url');
  }

  async #issueTokens(user: User, session: Session, secret: string): Promise<SessionTokens> {
    const claims = { userId: user.id, sessionId: session.id, generation: user.credentialGeneration };
    const [access, media] = await Promise.all([
      this.#options.tokenService.issue('access', claims),
      this.#options.tokenService.issue('media', claims),
    ]);
    const refresh = {
      token: `${session.id}.${secret}`,
      expiresAtMs: session.expiresAtMs,
      lifetimeMs: this.#options.refreshLifetimeMs,
    };
    return { user, access, media, refresh };
  }

  async #end(userId: UserId, sessionId: SessionId): Promise<void> {
    await this.#options.sessions.deleteSession(sessionId);
    this.#options.events.emit('sessionsEnded', { userId, sessionId, exceptId: null });
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof DomainError && error.code === 'unavailable';

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

function isHashOf(secret: string, hash: string | null): boolean {
  const expected = Buffer.from(hash ?? '');
  const actual = Buffer.from(hashOf(secret));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function parseRefreshToken(token: string): { sessionId: SessionId; secret: string } {
  const [sessionId = '', secret = ''] = token.split('.', 2);
  return { sessionId: sessionId as SessionId, secret };
}

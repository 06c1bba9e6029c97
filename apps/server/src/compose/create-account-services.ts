import type { Config } from '#config/config.ts';
import { BcryptPasswordHasher } from '#gateways/bcrypt-password-hasher.ts';
import { JoseTokenSigner } from '#gateways/jose-token-signer.ts';
import { MemoryAllowanceRepository } from '#repositories/memory/memory-allowance-repository.ts';
import type { Logger } from '#observability/logger.ts';
import { AuthService } from '#services/auth-service.ts';
import type { Clock } from '#services/clock.ts';
import type { EventBus } from '#services/events.ts';
import type { IdSource } from '#services/id-source.ts';
import { KeyRing } from '#services/key-ring.ts';
import { LeasedRunner } from '#services/leased-runner.ts';
import { LoginThrottle } from '#services/login-throttle.ts';
import { RequestAllowance } from '#services/request-allowance.ts';
import { SessionService } from '#services/session-service.ts';
import { TokenService } from '#services/token-service.ts';
import { UserService } from '#services/user-service.ts';
import type { DataPlane } from './data-plane.ts';

interface AccountFoundation {
  config: Config;
  logger: Logger;
  clock: Clock;
  idSource: IdSource;
  events: EventBus;
  dataPlane: DataPlane;
}

/** Who may do what: users, their sessions and tokens, and how often they may ask. */
export async function createAccountServices({
  config: { auth, http, instanceId },
  logger,
  clock,
  idSource,
  events,
  dataPlane,
}: AccountFoundation) {
  const { repositories } = dataPlane.store;
  const { users, sessions } = repositories;
  const keyRing = await KeyRing.open({
    keyStore: dataPlane.keyStore,
    copy: dataPlane.keyCopy,
    onError: (error) => logger.warn({ err: error }, 'the copy of the signing keys cannot be used'),
    clock,
    idSource,
    rotationMs: auth.keyRotationMs,
    longestTokenMs: Math.max(auth.accessTokenMs, auth.mediaTokenMs),
  });
  const tokenService = new TokenService({
    tokenSigner: new JoseTokenSigner(),
    keyRing,
    clock,
    lifetimesMs: { access: auth.accessTokenMs, media: auth.mediaTokenMs },
  });
  const passwordHasher = new BcryptPasswordHasher(auth.bcryptCost);
  const loginThrottle = new LoginThrottle({ attempts: dataPlane.attempts, clock });
  const parts = { users, sessions, tokenService, keyRing, passwordHasher, loginThrottle, clock, idSource, events };
  const sessionService = new SessionService({ ...parts, refreshLifetimeMs: auth.refreshTokenMs });
  return {
    keyRing,
    tokenService,
    sessionService,
    authService: new AuthService({ ...parts, sessionService }),
    userService: new UserService({
      ...parts,
      repositories,
      sessionService,
      changes: new LeasedRunner({ leases: dataPlane.leases, name: 'user-changes', holder: instanceId }),
    }),
    requestAllowance: new RequestAllowance({
      allowances: dataPlane.allowances,
      fallback: new MemoryAllowanceRepository(),
      perMinute: http.requestsPerMinute,
      clock,
    }),
  };
}

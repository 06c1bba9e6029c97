import type { SessionId, UserId } from '#models/ids.ts';
import type { Session } from '#models/session.ts';

export interface SessionRepository {
  createSession(session: Session): Promise<void>;
  findSession(id: SessionId): Promise<Session | undefined>;
  /** Newest use first, expired ones left out. */
  listSessions(userId: UserId, nowMs: number): Promise<Session[]>;
  /** Replaces the session if its token hash still is `expectedTokenHash`; false when another request was first. */
  updateSession(session: Session, expectedTokenHash: string): Promise<boolean>;
  deleteSession(id: SessionId): Promise<void>;
  /** Signs the user out everywhere, but for `exceptId`. */
  deleteUserSessions(userId: UserId, exceptId?: SessionId): Promise<void>;
  deleteExpiredSessions(nowMs: number): Promise<void>;
}

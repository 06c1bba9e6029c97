import type { SessionId, UserId } from './ids.ts';
import type { Role } from './user.ts';

/** Who is asking: a user, through one of the devices that user is signed in on. */
export interface Caller {
  userId: UserId;
  role: Role;
  sessionId: SessionId;
}

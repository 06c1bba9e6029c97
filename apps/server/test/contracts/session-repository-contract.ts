import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SessionId, UserId } from '#models/ids.ts';
import type { Session } from '#models/session.ts';
import type { SessionRepository } from '#repositories/session-repository.ts';
import { type OpenPart, sharePart } from './use-part.ts';

const HOUR_MS = 3_600_000;

const buildSession = (id: string, userId: string, overrides: Partial<Session> = {}): Session => ({
  id: id as SessionId,
  userId: userId as UserId,
  tokenHash: `hash-${id}`,
  previousTokenHash: null,
  rotatedAtMs: 0,
  deviceName: 'Firefox',
  createdAtMs: 0,
  lastUsedAtMs: 0,
  expiresAtMs: HOUR_MS,
  ...overrides,
});

export function describeSessionRepository(openSessions: OpenPart<SessionRepository>): void {
  describe('sessions', () => {
    const sessions = sharePart(openSessions);

    it('are rotated by one of two requests that hold the same token', async () => {
      const repository = sessions.get();
      const session = buildSession('s1', 'rotating');
      await repository.createSession(session);
      const rotations = await Promise.all(
        ['x', 'y', 'z'].map((tokenHash) => repository.updateSession({ ...session, tokenHash }, session.tokenHash)),
      );
      assert.deepEqual(rotations.toSorted(), [false, false, true]);
      assert.match((await repository.findSession(session.id))?.tokenHash ?? '', /^[xyz]$/);
      assert.equal(await repository.updateSession(buildSession('nobody', 'rotating'), 'hash'), false);
    });

    it('are listed by last use while they last', async () => {
      const repository = sessions.get();
      await repository.createSession(buildSession('l1', 'listing', { lastUsedAtMs: 5 }));
      await repository.createSession(buildSession('l2', 'listing', { lastUsedAtMs: 9 }));
      await repository.createSession(buildSession('l3', 'listing', { expiresAtMs: 1 }));
      const listed = await repository.listSessions('listing' as UserId, 100);
      assert.deepEqual(
        listed.map(({ id }) => id),
        ['l2', 'l1'],
      );
      await repository.deleteExpiredSessions(100);
      // A store that forgets by itself does so by its own clock.
      let tries = 0;
      while ((await repository.findSession('l3' as SessionId)) !== undefined) assert.ok(tries++ < 1000);
    });

    it('end everywhere but here, or everywhere', async () => {
      const repository = sessions.get();
      const userId = 'leaving' as UserId;
      for (const id of ['e1', 'e2', 'e3']) await repository.createSession(buildSession(id, userId));
      await repository.deleteUserSessions(userId, 'e2' as SessionId);
      assert.deepEqual(
        (await repository.listSessions(userId, 0)).map(({ id }) => id),
        ['e2'],
      );
      await repository.deleteSession('e3' as SessionId);
      await repository.deleteUserSessions(userId);
      assert.deepEqual(await repository.listSessions(userId, 0), []);
    });

    it('that have ended cannot be rotated back to life', async () => {
      const repository = sessions.get();
      const session = buildSession('gone', 'ended');
      await repository.createSession(session);
      await repository.deleteSession(session.id);
      assert.equal(await repository.updateSession({ ...session, tokenHash: 'x' }, session.tokenHash), false);
      assert.equal(await repository.findSession(session.id), undefined);
      assert.deepEqual(await repository.listSessions(session.userId, 0), []);
    });
  });
}

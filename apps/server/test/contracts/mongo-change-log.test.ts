import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AlbumId, TrackId } from '#models/ids.ts';
import { CatalogueChangeLog } from '#repositories/mongo/catalogue-change-log.ts';
import { needsMongo, openTestMongo } from '#test/support/open-test-mongo.ts';

const MINUTE_MS = 60_000;
const KEPT = 98;

/** Two servers on one database, and the time they share. */
async function withLogs(
  work: (first: CatalogueChangeLog, second: CatalogueChangeLog, clock: { ms: number }) => Promise<void>,
): Promise<void> {
  const { database, close } = await openTestMongo();
  const clock = { ms: MINUTE_MS };
  try {
    await work(
      new CatalogueChangeLog(database, () => clock.ms, KEPT),
      new CatalogueChangeLog(database, () => clock.ms, KEPT),
      clock,
    );
  } finally {
    await close();
  }
}

const tracks = (...ids: string[]) => ({ trackIds: ids as TrackId[] });

describe('the log of changes in the catalogue', needsMongo, () => {
  it('tells every reader every change in one order without holes, whoever noted it', () =>
    withLogs(async (first, second) => {
      const noted = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? first : second).append(tracks(`t${index}`))),
      );
      for (const changes of noted) await first.settle(changes);
      for (const reader of [first, second]) {
        const { changes, next, isComplete } = await reader.listChanges(0, 100);
        assert.deepEqual(
          changes.map(({ sequence }) => sequence),
          Array.from({ length: 12 }, (_, index) => index + 1),
        );
        assert.equal(new Set(changes.flatMap(({ trackIds }) => trackIds)).size, 12);
        assert.deepEqual({ next, isComplete }, { next: 12, isComplete: true });
      }
      const rest = await second.listChanges(10, 1);
      assert.deepEqual([rest.changes.map(({ sequence }) => sequence), rest.next], [[11], 11]);
      assert.deepEqual(await first.listChanges(12, 5), { changes: [], next: 12, isComplete: true });
    }));

  it('tells a change again until its write is done', () =>
    withLogs(async (writer, reader) => {
      const slow = await writer.append(tracks('slow'));
      await writer.settle(await writer.append({ albumIds: ['quick' as AlbumId] }));
      const before = await reader.listChanges(0, 10);
      assert.deepEqual([before.changes.length, before.next], [2, 0]);
      assert.equal(await reader.findStart(), 0);
      await writer.settle(slow);
      const after = await reader.listChanges(before.next, 10);
      assert.deepEqual([after.changes.map(({ albumIds }) => albumIds), after.next], [[[], ['quick']], 2]);
      assert.equal(await reader.findStart(), 2);
    }));

  it('does not wait for ever for a write whose server died', () =>
    withLogs(async (dead, reader, clock) => {
      await dead.append(tracks('lost'));
      assert.equal((await reader.listChanges(0, 10)).next, 0);
      clock.ms += 6 * MINUTE_MS;
      assert.equal((await reader.listChanges(0, 10)).next, 1);
      assert.equal(await reader.findStart(), 1);
    }));

  it('says that it has forgotten what a reader did not take in, and one from another database', () =>
    withLogs(async (writer, reader, clock) => {
      for (let count = 0; count < 2; count++) await writer.settle(await writer.append(tracks(`t${count}`)));
      assert.equal((await reader.listChanges(7, 10)).isComplete, false);
      clock.ms += 120 * MINUTE_MS;
      for (let count = 2; count < 100; count++) await writer.settle(await writer.append(tracks(`t${count}`)));
      assert.equal((await reader.listChanges(1, 1)).isComplete, false);
      assert.equal((await reader.listChanges(2, 1)).isComplete, true);
      // Sequences go on, however much was forgotten and however long nobody noted anything.
      clock.ms += 120 * MINUTE_MS;
      await reader.append(tracks('new'));
      assert.equal((await reader.listChanges(100, 1)).changes[0]?.sequence, 101);
    }));
});

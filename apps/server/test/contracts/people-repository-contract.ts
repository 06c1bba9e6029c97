import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AlbumId, ArtistId, TrackId, UserId } from '#models/ids.ts';
import type { Play } from '#models/play.ts';
import type { Queue } from '#models/queue.ts';
import { defaultUserSettings } from '#models/user.ts';
import { buildUser } from '#test/support/build-user.ts';
import { readAllPages } from './read-all-pages.ts';
import { type OpenStore, shareStore, withStore } from './use-store.ts';

export function describeUserRepository(openStore: OpenStore<'users'>): void {
  describe('users', () => {
    it('are created first only once, however many try at the same time', () =>
      withStore(openStore, async ({ users }) => {
        const tries = ['a', 'b', 'c', 'd'].map((name) => users.createFirstUser(buildUser(name)));
        const outcomes = await Promise.allSettled(tries);
        assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'setup-done');
        assert.equal(await users.countUsers(), 1);
      }));

    it('have names of their own', () =>
      withStore(openStore, async ({ users }) => {
        await users.createUser(buildUser('Ana'));
        const kim = buildUser('Kim');
        await users.createUser(kim);
        await assert.rejects(users.createUser({ ...buildUser('ANA'), id: 'u3' as UserId }), { code: 'conflict' });
        await assert.rejects(users.updateUser({ ...kim, name: 'ana', nameKey: 'ana' }), { code: 'conflict' });
        await users.updateUser({ ...kim, name: 'KIM', role: 'artist' });
        assert.deepEqual(
          (await users.listUsers()).map(({ name }) => name),
          ['Ana', 'KIM'],
        );
        assert.equal((await users.findUserByNameKey('kim'))?.role, 'artist');
        await assert.rejects(users.updateUser(buildUser('nobody')), { code: 'not-found' });
      }));

    it('are seen and keep settings until they are deleted', () =>
      withStore(openStore, async ({ users }) => {
        const ana = buildUser('Ana');
        await users.createUser(ana);
        await users.updateLastSeen(ana.id, 77);
        assert.deepEqual(await users.findUser(ana.id), { ...ana, lastSeenAtMs: 77 });
        assert.equal(await users.findSettings(ana.id), undefined);
        await users.saveSettings(ana.id, { ...defaultUserSettings, crossfadeSeconds: 5 });
        await users.saveSettings(ana.id, { theme: 'light' });
        const settings = await users.findSettings(ana.id);
        assert.deepEqual(settings, { ...defaultUserSettings, crossfadeSeconds: 5, theme: 'light' });
        await users.deleteUser(ana.id);
        assert.equal(await users.findUser(ana.id), undefined);
        assert.equal(await users.findSettings(ana.id), undefined);
      }));
  });
}

export function describeAnnotationRepository(openStore: OpenStore<'annotations'>): void {
  describe('annotations', () => {
    const store = shareStore(openStore);
    const item = (id: string) => id as TrackId;

    it('of star, rating and plays do not disturb each other', async () => {
      const { annotations } = store.repositories;
      const userId = 'u1' as UserId;
      await annotations.updateStar(userId, 'track', item('t1'), 50);
      await annotations.updatePlays(userId, 'track', item('t1'), 3, 60);
      const rated = await annotations.updateRating(userId, 'track', item('t1'), 4);
      const whole = {
        userId,
        kind: 'track',
        itemId: 't1',
        starredAtMs: 50,
        rating: 4,
        playCount: 3,
        lastPlayedAtMs: 60,
      };
      assert.deepEqual(rated, whole);
      assert.deepEqual(await annotations.findAnnotation(userId, 'track', item('t1')), whole);
      assert.equal((await annotations.updateStar(userId, 'track', item('t1'), null)).starredAtMs, null);
      assert.equal(await annotations.findAnnotation('u2' as UserId, 'track', item('t1')), undefined);
      assert.equal(await annotations.findAnnotation(userId, 'album', item('t1')), undefined);
      const many = Array.from({ length: 2000 }, (_, index) => item(`t${index}`));
      assert.equal((await annotations.listAnnotations(userId, 'track', many)).length, 1);
    });

    it('make lists: newest stars, best ratings, most and latest plays', async () => {
      const { annotations } = store.repositories;
      const userId = 'lists' as UserId;
      for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
        if (id !== 'd') await annotations.updateStar(userId, 'album', item(id), 100 + index);
        await annotations.updateRating(userId, 'album', item(id), [3, 5, 0, 5][index] ?? 0);
        if (id !== 'a') await annotations.updatePlays(userId, 'album', item(id), 10 - index, 200 + index);
      }
      const list = async (name: 'starred' | 'rated' | 'most-played' | 'recently-played') => {
        const found = await readAllPages((page) => annotations.listPersonal(userId, 'album', name, page), 1);
        return found.map(({ itemId }) => itemId).join('');
      };
      assert.equal(await list('starred'), 'cba');
      assert.equal(await list('rated'), 'dba');
      assert.equal(await list('most-played'), 'bcd');
      assert.equal(await list('recently-played'), 'dcb');
      assert.equal((await annotations.listPersonal(userId, 'track', 'starred', { limit: 5 })).total, 0);
      const { nextCursor } = await annotations.listPersonal(userId, 'album', 'starred', { limit: 1 });
      const foreign = annotations.listPersonal(userId, 'album', 'rated', { limit: 1, cursor: nextCursor ?? '' });
      await assert.rejects(foreign, { code: 'validation' });
    });

    it('are forgotten when loved and long not played, longest first', async () => {
      const { annotations } = store.repositories;
      const userId = 'forgetful' as UserId;
      await annotations.updateStar(userId, 'track', item('starred-old'), 10);
      await annotations.updateRating(userId, 'track', item('rated-played'), 4);
      await annotations.updatePlays(userId, 'track', item('rated-played'), 1, 50);
      await annotations.updateRating(userId, 'track', item('liked-less'), 3);
      await annotations.updateStar(userId, 'track', item('just-starred'), 500);
      await annotations.updateStar(userId, 'track', item('just-played'), 5);
      await annotations.updatePlays(userId, 'track', item('just-played'), 1, 500);
      const found = await annotations.listForgotten(userId, 'track', 100, 10);
      assert.deepEqual(
        found.map(({ itemId }) => itemId),
        ['starred-old', 'rated-played'],
      );
      assert.equal((await annotations.listForgotten(userId, 'track', 100, 1)).length, 1);
    });

    it('move to another item, joining what was said there', async () => {
      const { annotations } = store.repositories;
      const userId = 'moving' as UserId;
      await annotations.updateStar(userId, 'album', item('from'), 10);
      await annotations.updatePlays(userId, 'album', item('from'), 3, 90);
      await annotations.updateRating(userId, 'album', item('to'), 2);
      await annotations.updatePlays(userId, 'album', item('to'), 4, 80);
      await annotations.moveAnnotations('album', item('from'), item('to'));
      await annotations.moveAnnotations('album', item('from'), item('to'));
      assert.equal(await annotations.findAnnotation(userId, 'album', item('from')), undefined);
      const joined = {
        userId,
        kind: 'album',
        itemId: 'to',
        starredAtMs: 10,
        rating: 2,
        playCount: 7,
        lastPlayedAtMs: 90,
      };
      assert.deepEqual(await annotations.findAnnotation(userId, 'album', item('to')), joined);
      await annotations.deleteUserAnnotations(userId);
      assert.equal(await annotations.findAnnotation(userId, 'album', item('to')), undefined);
    });
  });
}

const buildPlay = (id: string, userId: string, overrides: Partial<Play> = {}): Play => ({
  id,
  userId: userId as UserId,
  trackId: 't1' as TrackId,
  albumId: 'al1' as AlbumId,
  artistIds: ['ar1', 'ar2'] as ArtistId[],
  playedAtMs: 10,
  playedMs: 1000,
  client: 'web',
  ...overrides,
});

export function describePlayRepository(openStore: OpenStore<'plays'>): void {
  describe('plays', () => {
    const store = shareStore(openStore);

    it('are recorded once, however often they are sent', async () => {
      const { plays } = store.repositories;
      const sent = await Promise.all([1, 2, 3].map(() => plays.createPlay(buildPlay('p1', 'once'))));
      assert.deepEqual(sent, [true, false, false]);
      const { items, total } = await plays.listPlays('once' as UserId, { limit: 5 });
      assert.deepEqual(items, [buildPlay('p1', 'once')]);
      assert.equal(total, 1);
    });

    it('keep the ids of two people apart, which their clients made up', async () => {
      const { plays } = store.repositories;
      assert.equal(await plays.createPlay(buildPlay('same', 'one')), true);
      assert.equal(await plays.createPlay(buildPlay('same', 'two')), true);
      await plays.updateSettled('one' as UserId, 'same');
      const unsettled = (await plays.listUnsettled(100)).filter(({ id }) => id === 'same');
      assert.deepEqual(
        unsettled.map(({ userId }) => userId),
        ['two'],
      );
    });

    it('are listed newest first and counted for track, album and each artist', async () => {
      const { plays } = store.repositories;
      const userId = 'counting' as UserId;
      for (let index = 0; index < 5; index++) {
        const albumId = index < 3 ? ('al1' as AlbumId) : null;
        await plays.createPlay(buildPlay(`c${index}`, userId, { playedAtMs: 10 + (index % 3), albumId }));
      }
      const listed = await readAllPages((page) => plays.listPlays(userId, page), 2);
      assert.deepEqual(
        listed.map(({ playedAtMs }) => playedAtMs),
        [12, 11, 11, 10, 10],
      );
      const count = (kind: 'track' | 'album' | 'artist', id: string) => plays.countPlays(userId, kind, id as TrackId);
      assert.deepEqual(await count('track', 't1'), { playCount: 5, lastPlayedAtMs: 12 });
      assert.deepEqual(await count('album', 'al1'), { playCount: 3, lastPlayedAtMs: 12 });
      assert.deepEqual(await count('artist', 'ar2'), { playCount: 5, lastPlayedAtMs: 12 });
      assert.deepEqual(await count('artist', 'nobody'), { playCount: 0, lastPlayedAtMs: 0 });
    });

    it('of one album count for another once they were moved there', async () => {
      const { plays } = store.repositories;
      const userId = 'mover' as UserId;
      const [from, to] = ['al-from', 'al-to'] as [AlbumId, AlbumId];
      await plays.createPlay(buildPlay('m1', userId, { albumId: from, playedAtMs: 30 }));
      await plays.createPlay(buildPlay('m2', userId, { albumId: to, playedAtMs: 20 }));
      await plays.createPlay(buildPlay('m3', 'other', { albumId: from }));
      for (let turn = 0; turn < 2; turn++)
        assert.deepEqual((await plays.moveAlbumPlays(from, to)).toSorted(), ['mover', 'other']);
      assert.deepEqual(await plays.countPlays(userId, 'album', to), { playCount: 2, lastPlayedAtMs: 30 });
      assert.equal((await plays.countPlays(userId, 'album', from)).playCount, 0);
      const { items } = await plays.listPlays(userId, { limit: 5 });
      assert.deepEqual(new Set(items.map(({ albumId }) => albumId)), new Set([to]));
    });

    it('wait, oldest first, until their sums were written', () =>
      withStore(openStore, async ({ plays }) => {
        await plays.createPlay(buildPlay('new', 'u1', { playedAtMs: 20 }));
        await plays.createPlay(buildPlay('old', 'u2', { playedAtMs: 10 }));
        assert.deepEqual(
          (await plays.listUnsettled(5)).map(({ id }) => id),
          ['old', 'new'],
        );
        await plays.updateSettled('u2' as UserId, 'old');
        assert.deepEqual(
          (await plays.listUnsettled(5)).map(({ id }) => id),
          ['new'],
        );
        await plays.deleteUserPlays('u1' as UserId);
        assert.deepEqual(await plays.listUnsettled(5), []);
        assert.equal((await plays.countPlays('u1' as UserId, 'artist', 'ar1' as ArtistId)).playCount, 0);
      }));
  });
}

const buildQueue = (userId: string, trackIds: readonly string[]): Queue => ({
  userId: userId as UserId,
  items: trackIds.map((trackId, index) => ({ itemId: `i${index}`, trackId: trackId as TrackId })),
  unshuffledItemIds: trackIds.map((_, index) => `i${index}`),
  currentItemId: 'i0',
  positionMs: 0,
  isShuffled: false,
  repeat: 'off',
  client: 'web',
  updatedAtMs: 1,
});

export function describeQueueRepository(openStore: OpenStore<'queues'>): void {
  describe('queues', () => {
    const store = shareStore(openStore);

    it('are replaced as a whole, one for each user', async () => {
      const { queues } = store.repositories;
      const long = buildQueue(
        'u1',
        Array.from({ length: 3000 }, (_, index) => `t${index}`),
      );
      await queues.saveQueue(long);
      assert.deepEqual(await queues.findQueue(long.userId), long);
      await queues.saveQueue(buildQueue('u1', ['t1', 't1']));
      assert.equal((await queues.findQueue(long.userId))?.items.length, 2);
      assert.equal(await queues.findQueue('u2' as UserId), undefined);
    });

    it('move on only to an item that they hold', async () => {
      const { queues } = store.repositories;
      const queue = buildQueue('u3', ['a', 'b']);
      await queues.saveQueue(queue);
      const moved = { currentItemId: 'i1', positionMs: 5000, client: 'phone', updatedAtMs: 9 };
      assert.equal(await queues.updatePosition(queue.userId, moved), true);
      assert.deepEqual(await queues.findQueue(queue.userId), { ...queue, ...moved });
      assert.equal(await queues.updatePosition(queue.userId, { ...moved, currentItemId: 'gone' }), false);
      assert.equal(await queues.updatePosition('nobody' as UserId, moved), false);
      await queues.deleteQueue(queue.userId);
      assert.equal(await queues.findQueue(queue.userId), undefined);
    });
  });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { UploadId, UserId } from '#models/ids.ts';
import type { Upload } from '#models/upload.ts';
import { buildUpload } from '#test/support/build-upload.ts';
import { readAllPages } from './read-all-pages.ts';
import { type OpenStore, shareStore } from './use-store.ts';

const QUOTA = 100;
const upload = (id: string, user: string, overrides: Partial<Upload> = {}) =>
  buildUpload({ id: id as UploadId, userId: user as UserId, sizeBytes: 10, ...overrides });

export function describeUploadRepository(openStore: OpenStore<'uploads'>): void {
  describe('uploads', () => {
    const store = shareStore(openStore);

    it('are listed newest first, each user’s own', async () => {
      const { uploads } = store.repositories;
      for (const [index, id] of ['l1', 'l2', 'l3'].entries())
        assert.equal(await uploads.createUpload(upload(id, 'lister', { createdAtMs: index }), QUOTA), true);
      await uploads.createUpload(upload('l4', 'another'), QUOTA);
      const listed = await readAllPages((page) => uploads.listUploads('lister' as UserId, page), 2);
      assert.deepEqual(
        listed.map(({ id }) => id),
        ['l3', 'l2', 'l1'],
      );
      assert.deepEqual(await uploads.findUpload('l2' as UploadId), upload('l2', 'lister', { createdAtMs: 1 }));
      assert.equal(await uploads.findUpload('nobody' as UploadId), undefined);
    });

    it('never take more than the quota, however many begin at the same time', async () => {
      const { uploads } = store.repositories;
      const tries = Array.from({ length: 15 }, (_, at) => uploads.createUpload(upload(`q${at}`, 'eager'), QUOTA));
      const created = (await Promise.all(tries)).filter(Boolean).length;
      assert.ok(created <= 10, `${created} were let in`);
      assert.equal((await uploads.getUsage('eager' as UserId)).reservedBytes, created * 10);
      assert.equal(await uploads.createUpload(upload('q-large', 'eager', { sizeBytes: 101 }), QUOTA), false);
      assert.equal(await uploads.findUpload('q-large' as UploadId), undefined);
    });

    it('change state once', async () => {
      const { uploads } = store.repositories;
      const whole = upload('s1', 'stater');
      await uploads.createUpload(whole, QUOTA);
      const checking: Upload = { ...whole, state: 'checking' };
      assert.equal(await uploads.updateUpload(checking, 'receiving'), true);
      assert.equal(await uploads.updateUpload(checking, 'receiving'), false);
      assert.equal((await uploads.findUpload(whole.id))?.state, 'checking');
      await uploads.deleteUpload(whole.id);
      assert.equal(await uploads.updateUpload(checking, 'checking'), false);
    });

    it('are found by state, oldest first, up to a time', async () => {
      const { uploads } = store.repositories;
      for (const [index, id] of ['b1', 'b2', 'b3'].entries())
        await uploads.createUpload(upload(id, 'batch', { state: 'rejected', createdAtMs: index }), QUOTA);
      const ids = (await uploads.listUploadsByState('rejected', 2, 10)).map(({ id }) => id);
      assert.deepEqual(ids, ['b1', 'b2']);
      assert.equal((await uploads.listUploadsByState('rejected', 5, 1)).length, 1);
    });

    it('count for their user while they are there or on their way', async () => {
      const { uploads } = store.repositories;
      for (const [id, state] of Object.entries({ u1: 'done', u2: 'receiving', u3: 'checking', u4: 'duplicate' }))
        await uploads.createUpload(upload(id, 'counter', { state: state as Upload['state'] }), QUOTA);
      const usage = { userId: 'counter', storedBytes: 10, reservedBytes: 20, fileCount: 1 };
      assert.deepEqual(await uploads.getUsage('counter' as UserId), usage);
      assert.deepEqual(
        (await uploads.listUsage()).find(({ userId }) => userId === 'counter'),
        usage,
      );
      const none = { userId: 'nobody', storedBytes: 0, reservedBytes: 0, fileCount: 0 };
      assert.deepEqual(await uploads.getUsage('nobody' as UserId), none);
    });

    it('are saved as they are when a store moves, and once', async () => {
      const { uploads } = store.repositories;
      const moved = upload('m1', 'mover', { sizeBytes: QUOTA * 2, state: 'done', audioKey: 'moved' });
      await uploads.saveUpload({ ...moved, fileName: 'older' });
      await uploads.saveUpload(moved);
      assert.deepEqual(await uploads.findUpload(moved.id), moved);
      assert.equal(await uploads.claimSound('moved', 'stranger' as UploadId), moved.id);
    });

    it('own a sound when they were first, until they are deleted', async () => {
      const { uploads } = store.repositories;
      const [first, second] = [upload('c1', 'claimer'), upload('c2', 'claimer')];
      for (const each of [first, second]) await uploads.createUpload(each, QUOTA);
      const owners = await Promise.all([first, second].map(({ id }) => uploads.claimSound('sound', id)));
      const owner = owners[0] ?? first.id;
      assert.deepEqual(owners, [owner, owner]);
      await uploads.deleteClaim('sound', 'stranger' as UploadId);
      assert.equal(await uploads.claimSound('sound', 'stranger' as UploadId), owner);
      await uploads.deleteUpload(owner);
      const other = owner === first.id ? second.id : first.id;
      assert.equal(await uploads.claimSound('sound', other), other);
      await uploads.deleteClaim('sound', other);
      assert.equal(await uploads.claimSound('sound', 'stranger' as UploadId), 'stranger');
    });
  });
}

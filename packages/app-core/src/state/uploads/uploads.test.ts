import { describe, expect, test } from 'vitest';
import { bootSession } from '#state/user/user-thunks.ts';
import { buildChosenFile, type FakeServer, createSignedInServer, createTestApp, json, settled } from '#test/testing.ts';
import { selectUploads, selectUploadTotals } from './uploads-selectors.ts';
import { pauseUpload, removeUpload, resumeUpload, setUploadsPaused } from './uploads-thunks.ts';

const publicUpload = (id: string, overrides: object = {}) => ({
  id,
  fileName: 'a',
  folder: '',
  sizeBytes: 1000,
  receivedBytes: 1000,
  state: 'checking',
  rejection: null,
  track: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  expiresAt: null,
  ...overrides,
});

async function openApp(options: { server?: FakeServer; storage?: ReturnType<typeof createTestApp>['storage'] } = {}) {
  const app = createTestApp(options);
  await app.store.dispatch(bootSession());
  await settled();
  return app;
}
const choose = (app: ReturnType<typeof createTestApp>, ...names: string[]) =>
  app.uploader.emit('chosen', { files: names.map((name) => buildChosenFile(name)), skippedCount: 0 });
const statuses = ({ store }: ReturnType<typeof createTestApp>) =>
  selectUploads(store.getState()).map(({ key, status }) => `${key} ${status}`);

describe('uploads', () => {
  test('two files are sent at a time, in the order in which they were chosen', async () => {
    const app = await openApp();
    choose(app, 'a', 'b', 'c');
    expect(app.uploader.asked).toEqual(['start a', 'start b']);
    app.uploader.emit('sent', { key: 'a', uploadId: 'u1' });
    expect(app.uploader.asked).toContain('start c');
    expect(statuses(app)).toEqual(['a checking', 'b preparing', 'c preparing']);
    app.app.dispose();
  });

  test('the server says what became of a file', async () => {
    const server = createSignedInServer().on('GET /api/v1/uploads/u1', () =>
      json(publicUpload('u1', { state: 'duplicate', track: { id: 't', title: 'T', albumId: null } })),
    );
    const app = await openApp({ server });
    choose(app, 'a');
    app.uploader.emit('sent', { key: 'a', uploadId: 'u1' });
    await settled();
    expect(selectUploads(app.store.getState())[0]).toMatchObject({ status: 'duplicate', track: { id: 't' } });
    app.app.dispose();
  });

  test('one file pauses by itself, all pause together, and each goes on', async () => {
    const app = await openApp();
    choose(app, 'a', 'b', 'c');
    app.store.dispatch(pauseUpload('a'));
    expect(statuses(app)).toEqual(['a paused', 'b preparing', 'c preparing']);
    app.store.dispatch(setUploadsPaused(true));
    expect(app.uploader.asked.slice(-2)).toEqual(['pause b', 'pause c']);
    app.store.dispatch(resumeUpload('a'));
    expect(statuses(app)).toEqual(['a waiting', 'b waiting', 'c waiting']);
    app.store.dispatch(setUploadsPaused(false));
    expect(statuses(app)).toEqual(['a preparing', 'b preparing', 'c waiting']);
    app.app.dispose();
  });

  test('what was not sent waits after a restart for the same file, and goes on when it is chosen', async () => {
    const before = await openApp();
    choose(before, 'a', 'b');
    before.uploader.emit('sent', { key: 'a', uploadId: 'u1' });
    before.environment.hide();
    before.app.dispose();
    const after = await openApp({ storage: before.storage });
    expect(statuses(after)).toEqual(['b needs-file']);
    expect(selectUploadTotals(after.store.getState()).needsFileCount).toBe(1);
    choose(after, 'b');
    expect(statuses(after)).toEqual(['b preparing']);
    after.app.dispose();
  });

  test('a file that cannot be read any more is asked for, one that failed can be tried again', async () => {
    const app = await openApp();
    choose(app, 'a', 'b');
    app.uploader.emit('failed', { key: 'a', code: 'media-missing', isFileGone: true });
    app.uploader.emit('failed', { key: 'b', code: 'quota-exceeded', isFileGone: false });
    expect(statuses(app)).toEqual(['a needs-file', 'b failed']);
    app.store.dispatch(resumeUpload('b'));
    expect(statuses(app)).toEqual(['a needs-file', 'b preparing']);
    app.store.dispatch(removeUpload('b'));
    expect(app.uploader.asked).toContain('cancel b');
    expect(statuses(app)).toEqual(['a needs-file']);
    app.app.dispose();
  });

  test('speed counts what is sent now, not what had arrived before', async () => {
    const app = await openApp();
    choose(app, 'a');
    const report = (bytes: number) => app.uploader.emit('progressed', { key: 'a', phase: 'sending', bytes });
    report(0);
    report(500);
    app.environment.moveClock(2000);
    report(700);
    const { bytesPerSecond, remainingMs } = selectUploadTotals(app.store.getState());
    expect(bytesPerSecond).toBeGreaterThan(0);
    expect(remainingMs).toBeGreaterThan(0);
    app.app.dispose();
  });
});

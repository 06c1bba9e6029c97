import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Library } from '#models/library.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { DemoAlbumService } from './demo-album-service.ts';
import { type DemoAlbumState, EventBus } from './events.ts';

function openService(render: (onProgress: (progress: number) => void) => Promise<void>, hasPlace = true) {
  const library = { id: 'demo', path: '/data/demo-album', removedAtMs: null } as Library;
  const clock = new TestClock();
  const kept = { hasAlbum: false, hasLibrary: false, renders: 0 };
  const events = new EventBus((error) => {
    throw error;
  });
  const told: DemoAlbumState[] = [];
  events.on('demoAlbumProgressed', ({ demoAlbum }) => told.push(demoAlbum));
  const service = new DemoAlbumService({
    libraries: { findLibraryByPath: async () => (kept.hasLibrary ? library : undefined) },
    libraryService: {
      createLibrary: async () => {
        kept.hasLibrary = true;
        return { library, isReachable: true, trackCount: 0 };
      },
    },
    renderer: {
      hasAlbum: async () => kept.hasAlbum,
      render: async (_directory, onProgress) => {
        kept.renders++;
        await render(onProgress);
        kept.hasAlbum = true;
      },
    },
    events,
    clock,
    location: hasPlace ? '/data/demo-album' : undefined,
  });
  const ended = () =>
    new Promise<DemoAlbumState>((resolve) => {
      events.on('demoAlbumProgressed', ({ demoAlbum }) => {
        if (demoAlbum.state !== 'rendering') resolve(demoAlbum);
      });
    });
  return { service, told, kept, ended, events, clock };
}

it('composes once, tells how far it is, and makes a library of the album', async () => {
  const { service, told, kept, ended } = openService(async (onProgress) => [0.001, 0.5, 0.505, 1].forEach(onProgress));
  assert.equal((await service.getState()).state, 'absent');
  const end = ended();
  assert.equal((await service.create()).state, 'rendering');
  assert.equal((await service.create()).state, 'rendering');
  assert.deepEqual(await end, { state: 'ready', progress: 1, libraryId: 'demo' });
  assert.deepEqual(
    told.map(({ progress }) => progress),
    [0, 0.5, 1, 1],
  );
  assert.equal((await service.create()).state, 'ready');
  assert.equal(kept.renders, 1);
});

it('reports a failure and can be asked again', async () => {
  let isBroken = true;
  const { service, ended } = openService(async () => {
    if (isBroken) throw new Error('No space left');
  });
  const failed = ended();
  await service.create();
  assert.equal((await failed).state, 'failed');
  assert.equal((await service.getState()).state, 'failed');
  isBroken = false;
  const ready = ended();
  await service.create();
  assert.equal((await ready).state, 'ready');
});

it('leaves it to another server that composes, for as long as that is heard of', async () => {
  const { service, kept, ended, events, clock } = openService(async () => undefined);
  const demoAlbum: DemoAlbumState = { state: 'rendering', progress: 0.4, libraryId: null };
  events.emitForeign('demoAlbumProgressed', { demoAlbum });
  assert.deepEqual(await service.create(), demoAlbum);
  assert.equal(kept.renders, 0);
  clock.advance(60_000);
  assert.equal((await service.getState()).state, 'absent');
  const end = ended();
  await service.create();
  assert.equal((await end).state, 'ready');
  assert.equal(kept.renders, 1);
});

it('fails where servers share no place for it, and composes nothing', async () => {
  const { service, kept, ended } = openService(async () => undefined, false);
  const end = ended();
  await service.create();
  assert.equal((await end).state, 'failed');
  assert.deepEqual([(await service.getState()).state, kept.renders, kept.hasLibrary], ['failed', 0, false]);
});

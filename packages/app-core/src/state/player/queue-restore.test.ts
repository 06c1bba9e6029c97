import { describe, expect, it } from 'vitest';
import type { Queue } from '@jetstream/api-contract';
import { buildLocalTrack } from '#test/support/fake-local-files.ts';
import { FakeEnvironment, settled } from '#test/support/fake-environment.ts';
import { FakeTabs } from '#test/support/fake-tabs.ts';
import {
  buildQueue,
  buildSession,
  buildTracks,
  buildUser,
  empty,
  json,
  MemoryStorage,
  offline,
  problem,
} from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import { endSession, signIn } from '../user/user-thunks.ts';
import { jumpTo, pause, play, seekTo, skipNext } from './playback-thunks.ts';
import { selectCurrentItem, selectQueueItems } from './player-selectors.ts';
import { addToQueue, playTracks } from './queue-thunks.ts';

const current = ({ store }: TestApp): string | undefined => selectCurrentItem(store.getState())?.track.id;
const QUEUE = 'PUT /api/v1/queue';
const POSITION = 'PUT /api/v1/queue/position';

async function listenThenReload(count = 3): Promise<TestApp> {
  const test = await createSignedInApp();
  test.store.dispatch(playTracks({ tracks: buildTracks(count), startIndex: 1 }));
  await settled();
  await test.engine.playFor(83_400);
  test.environment.hide();
  await settled();
  return test;
}

const queueOf = (client: string, updatedAt: string): Queue =>
  buildQueue({
    items: buildTracks(2).map((track) => ({ itemId: `server-${track.id}`, track })),
    currentItemId: 'server-track-2',
    positionMs: 7_000,
    client,
    updatedAt,
  });

describe('coming back after a reload', () => {
  it('resumes queue and position, paused, without waiting for the server', async () => {
    const before = await listenThenReload();
    const server = createSignedInServer().on('GET /api/v1/queue', offline);
    const test = await createSignedInApp({ server, storage: before.storage, environment: before.environment });
    expect(current(test)).toBe('track-2');
    expect(selectQueueItems(test.store.getState())).toHaveLength(3);
    expect(test.engine.positionMs).toBe(83_400);
    expect(test.engine.isPlaying).toBe(false);
    expect(test.store.getState().player.status).toBe('paused');
  });

  it('keeps the place although nothing of it was played before files of the device were', async () => {
    const before = await listenThenReload();
    const server = createSignedInServer().on('GET /api/v1/queue', offline);
    const { storage, environment } = before;
    const test = await createSignedInApp({ server, storage, environment });
    test.localFiles.emit('chosen', { choiceId: '1', tracks: [buildLocalTrack('a')], isFirst: true, skippedCount: 0 });
    environment.hide();
    await settled();
    const again = await createSignedInApp({ server, storage, environment });
    expect([current(again), again.engine.positionMs]).toEqual(['track-2', 83_400]);
  });

  it('takes the queue of another device when that is newer', async () => {
    const before = await listenThenReload();
    const newer = queueOf('JetStream Phone', '2026-05-04T15:00:00.000Z');
    const server = createSignedInServer().on('GET /api/v1/queue', () => json(newer));
    const test = await createSignedInApp({ server, storage: before.storage, environment: before.environment });
    expect(current(test)).toBe('track-2');
    expect(test.engine.positionMs).toBe(7_000);
    expect(selectQueueItems(test.store.getState())).toHaveLength(2);
  });

  it('keeps its own when the other device’s is older', async () => {
    const before = await listenThenReload();
    const older = queueOf('JetStream Phone', '2026-05-04T11:00:00.000Z');
    const server = createSignedInServer().on('GET /api/v1/queue', () => json(older));
    const test = await createSignedInApp({ server, storage: before.storage, environment: before.environment });
    expect(test.engine.positionMs).toBe(83_400);
  });

  it('takes the server’s queue on a new device', async () => {
    const server = createSignedInServer().on('GET /api/v1/queue', () =>
      json(queueOf('JetStream Phone', '2026-05-01T00:00:00.000Z')),
    );
    const test = await createSignedInApp({ server });
    expect(current(test)).toBe('track-2');
    expect(test.engine.positionMs).toBe(7_000);
    expect(test.engine.isPlaying).toBe(false);
  });

  it('does not take a playing track away when the server answers late', async () => {
    let answer: (response: Response) => void = () => undefined;
    const server = createSignedInServer().on(
      'GET /api/v1/queue',
      () => new Promise<Response>((resolve) => (answer = resolve)),
    );
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(5) }));
    answer(json(queueOf('JetStream Phone', '2026-05-04T15:00:00.000Z')));
    await settled();
    expect(selectQueueItems(test.store.getState())).toHaveLength(5);
  });

  it('keeps a long queue’s surroundings on this device and gets the rest from the server', async () => {
    const before = await listenThenReload(5_000);
    expect((before.storage.get('queue.user-1') ?? '').length).toBeLessThan(1_000_000);
    const sent = before.server.bodiesOf(QUEUE).at(-1) as {
      items: { itemId: string; trackId: string }[];
      client: string;
    };
    const whole = buildQueue({
      items: sent.items.map(({ itemId }, index) => ({
        itemId,
        track: { ...buildTracks(1)[0], id: `track-${index + 1}` } as never,
      })),
      currentItemId: sent.items[1]?.itemId ?? null,
      positionMs: 80_000,
      client: sent.client,
      updatedAt: '2026-05-04T12:01:20.000Z',
    });
    const server = createSignedInServer().on('GET /api/v1/queue', () => json(whole));
    const test = await createSignedInApp({ server, storage: before.storage, environment: before.environment });
    expect(selectQueueItems(test.store.getState())).toHaveLength(5_000);
    expect(test.engine.positionMs).toBe(83_400);
  });
});

describe('saving the queue', () => {
  it('gathers changes for a second and sends the queue once', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    for (let count = 0; count < 5; count += 1) {
      test.store.dispatch(addToQueue(buildTracks(1)));
      await test.environment.pass(300);
    }
    expect(test.server.bodiesOf(QUEUE)).toHaveLength(0);
    await test.environment.pass(1_100);
    const [body] = test.server.bodiesOf(QUEUE) as { items: unknown[]; repeat: string }[];
    expect(test.server.bodiesOf(QUEUE)).toHaveLength(1);
    expect(body?.items).toHaveLength(7);
    expect(body?.repeat).toBe('off');
  });

  it('sends only the place when nothing else changed: each ten seconds and at a pause', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await settled();
    await test.engine.playFor(32_000);
    expect(test.server.bodiesOf(QUEUE)).toHaveLength(1);
    expect(test.server.bodiesOf(POSITION)).toHaveLength(3);
    test.store.dispatch(pause());
    await settled();
    expect(test.server.bodiesOf(POSITION).at(-1)).toMatchObject({ positionMs: 32_000 });
    const { itemId } = selectQueueItems(test.store.getState())[1] ?? {};
    test.store.dispatch(skipNext());
    await settled();
    expect(test.server.bodiesOf(POSITION).at(-1)).toMatchObject({ currentItemId: itemId, positionMs: 0 });
    expect(test.server.bodiesOf(QUEUE)).toHaveLength(1);
  });

  it('lets the last save outlive the page', async () => {
    const test = await listenThenReload();
    const last = test.server.requests.findLast(({ route }) => route === POSITION);
    expect(last).toMatchObject({ isKeptAlive: true, body: { positionMs: 83_400 } });
  });

  it('sends the whole queue when the server no longer has one', async () => {
    const server = createSignedInServer().on(POSITION, () => json({ isSaved: false, idleMs: null }));
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await settled();
    await test.engine.playFor(13_000);
    expect(server.bodiesOf(QUEUE)).toHaveLength(2);
  });

  it('leaves the queue of another page that plays as it is, until a track begins here or that one rests', async () => {
    let idleMs = 2_000;
    const server = createSignedInServer().on(POSITION, () => json({ isSaved: false, idleMs }));
    const test = await createSignedInApp({ server });
    const countQueues = () => server.bodiesOf(QUEUE).length;
    test.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await settled();
    await test.engine.playFor(25_000);
    expect([countQueues(), server.bodiesOf(POSITION).length]).toEqual([1, 2]);
    test.store.dispatch(skipNext());
    await test.environment.pass(2_000);
    expect(countQueues()).toBe(2);
    test.store.dispatch(pause());
    idleMs = 40_000;
    await test.environment.pass(2_000);
    expect(countQueues()).toBe(2);
    test.store.dispatch(play());
    await test.environment.pass(2_000);
    expect(countQueues()).toBe(3);
    await test.engine.playFor(12_000);
    expect(countQueues()).toBe(4);
  });

  it('claims the saved queue for the track that began here, although word of that did not arrive at first', async () => {
    let answerPlace = () => json({ isSaved: false, idleMs: 2_000 });
    let answerQueue = empty;
    const server = createSignedInServer()
      .on(POSITION, () => answerPlace())
      .on(QUEUE, () => answerQueue());
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await test.environment.pass(2_000);
    answerPlace = offline;
    test.store.dispatch(skipNext());
    await test.environment.pass(2_000);
    expect(server.bodiesOf(QUEUE)).toHaveLength(1);
    answerPlace = () => json({ isSaved: false, idleMs: 2_000 });
    answerQueue = () => problem('internal', 500);
    await test.engine.playFor(12_000);
    expect(server.bodiesOf(QUEUE)).toHaveLength(2);
    answerQueue = empty;
    await test.engine.playFor(12_000);
    expect(server.bodiesOf(QUEUE)).toHaveLength(3);
    await test.engine.playFor(30_000);
    expect(server.bodiesOf(QUEUE)).toHaveLength(3);
  });

  it('claims nothing of the next person for the track that began before', async () => {
    let person = buildUser();
    const server = createSignedInServer()
      .on('POST /api/v1/auth/login', () => json(buildSession({ user: person })))
      .on(POSITION, offline);
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await test.environment.pass(2_000);
    test.store.dispatch(skipNext());
    await settled();
    test.store.dispatch(endSession('signed-out'));
    person = buildUser({ id: 'user-2', name: 'grace' });
    server
      .on('GET /api/v1/queue', () => json(queueOf('JetStream Phone', '2026-05-04T12:00:00.000Z')))
      .on(POSITION, () => json({ isSaved: false, idleMs: 2_000 }));
    await test.store.dispatch(signIn({ name: 'grace', password: 'correct horse' }));
    await settled();
    const placeCount = server.bodiesOf(POSITION).length;
    test.store.dispatch(seekTo(5_000));
    test.environment.hide();
    await test.environment.pass(2_000);
    expect(server.bodiesOf(POSITION).length).toBeGreaterThan(placeCount);
    expect(server.bodiesOf(QUEUE)).toHaveLength(1);
  });

  it('sends again what did not arrive', async () => {
    let isDown = true;
    const server = createSignedInServer().on(QUEUE, () => (isDown ? offline() : new Response(null, { status: 204 })));
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await test.environment.pass(2_000);
    isDown = false;
    await test.environment.pass(20_000);
    expect(server.bodiesOf(QUEUE)).toHaveLength(2);
    await test.environment.pass(60_000);
    expect(server.bodiesOf(QUEUE)).toHaveLength(2);
  });
});

describe('a queue that another device changed', () => {
  const phone = queueOf('JetStream Phone', '2026-05-04T15:00:00.000Z');
  /** A person's server, whose events the test tells and cuts off. */
  function createTellingServer() {
    let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
    const server = createSignedInServer()
      .on('GET /api/v1/events', () => new Response(new ReadableStream({ start: (opened) => void (stream = opened) })))
      .on('GET /api/v1/queue', () => json(phone));
    const tell = async (): Promise<void> => {
      const event = { type: 'queue-changed', client: phone.client };
      stream?.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
      await settled();
    };
    const lose = (): void => {
      stream?.close();
      stream = undefined;
    };
    return { server, tell, lose };
  }

  it('is not taken over while another tab plays, but soon after it has paused', async () => {
    const options = { tabs: new FakeTabs(), storage: new MemoryStorage({ 'session-known': 'yes' }) };
    const environment = new FakeEnvironment();
    const here = createTellingServer();
    here.server.on('GET /api/v1/queue', () => json(buildQueue()));
    const playing = await createSignedInApp({ ...options, environment, server: here.server });
    here.server.on('GET /api/v1/queue', () => json(phone));
    const { server, tell } = createTellingServer();
    const other = await createSignedInApp({ ...options, environment, server });
    playing.store.dispatch(playTracks({ tracks: buildTracks(3) }));
    await settled();
    await playing.engine.playFor(5_000);
    await tell();
    await playing.engine.playFor(25_000);
    expect(selectQueueItems(other.store.getState())).toHaveLength(3);
    playing.store.dispatch(pause());
    await tell();
    await environment.pass(4_000);
    await here.tell();
    await environment.pass(14_000);
    for (const { store } of [playing, other]) expect(selectQueueItems(store.getState())).toHaveLength(2);
    playing.store.dispatch(jumpTo('server-track-1'));
    await settled();
    expect(current(other)).toBe('track-1');
  });

  it('is asked for once after another tab has paused, and not for the next person, nor once the page is gone', async () => {
    const grace = buildSession({ user: buildUser({ id: 'user-2' }) });
    const endings: [leave: (test: TestApp) => void, askedTimes: number][] = [
      [() => undefined, 1],
      // The person who comes asks for their own.
      [
        ({ app, server }) => {
          server.on('POST /api/v1/auth/refresh', () => json(grace));
          void app.api.renewSession();
        },
        1,
      ],
      [({ app }) => app.dispose(), 0],
    ];
    for (const [leave, askedTimes] of endings) {
      const storage = new MemoryStorage({ 'session-known': 'yes' });
      const options = { tabs: new FakeTabs(), environment: new FakeEnvironment(), storage };
      const { server, tell } = createTellingServer();
      server.on('GET /api/v1/queue', () => json(buildQueue()));
      const playing = await createSignedInApp(options);
      const other = await createSignedInApp({ ...options, server });
      playing.store.dispatch(playTracks({ tracks: buildTracks(3) }));
      await settled();
      await playing.engine.playFor(5_000);
      const asked = (): number => server.requests.filter(({ route }) => route === 'GET /api/v1/queue').length;
      const before = asked();
      await tell();
      await tell();
      playing.store.dispatch(pause());
      leave(other);
      await options.environment.pass(20_000);
      expect(asked() - before).toBe(askedTimes);
    }
  });

  it('is taken over when the line was down meanwhile', async () => {
    const { server, lose } = createTellingServer();
    server.on('GET /api/v1/queue', () => json(buildQueue()));
    const test = await createSignedInApp({ server });
    lose();
    server.on('GET /api/v1/queue', () => json(phone));
    await test.environment.pass(3_000);
    expect([current(test), test.engine.positionMs]).toEqual(['track-2', 7_000]);
  });
});

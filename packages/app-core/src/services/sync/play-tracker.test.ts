import { describe, expect, it } from 'vitest';
import { pause, play, seekTo } from '#state/player/playback-thunks.ts';
import { playerActions } from '#state/player/player-slice.ts';
import { playTracks } from '#state/player/queue-thunks.ts';
import { settled } from '#test/support/fake-environment.ts';
import { buildTracks, json, offline, problem } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';

const plays = ({ server }: TestApp): unknown[] => server.bodiesOf('POST /api/v1/plays');

async function playingApp(durationMs = 200_000, count = 2): Promise<TestApp> {
  const test = await createSignedInApp();
  test.store.dispatch(playTracks({ tracks: buildTracks(count, { durationMs }) }));
  await settled();
  return test;
}

describe('recording plays', () => {
  it('reports a play once half the track was heard, with its start and client', async () => {
    const test = await playingApp();
    await test.engine.playFor(99_500);
    expect(plays(test)).toEqual([]);
    await test.engine.playFor(1_000);
    await settled();
    expect(plays(test)).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        trackId: 'track-1',
        startedAt: '2026-05-04T12:00:00.000Z',
        playedMs: 100_000,
        client: 'JetStream Test',
      },
    ]);
    await test.engine.playFor(90_000);
    expect(plays(test)).toHaveLength(1);
  });

  it('needs four minutes of a long track', async () => {
    const test = await playingApp(3_600_000);
    await test.engine.playFor(239_000);
    expect(plays(test)).toHaveLength(0);
    await test.engine.playFor(2_000);
    expect(plays(test)).toHaveLength(1);
  });

  it('does not count seeking ahead', async () => {
    const test = await playingApp();
    await test.engine.playFor(5_000);
    test.store.dispatch(seekTo(190_000));
    await test.engine.playFor(5_000);
    expect(plays(test)).toHaveLength(0);
  });

  it('does not count pauses and stalls', async () => {
    const test = await playingApp();
    await test.engine.playFor(50_000);
    test.store.dispatch(pause());
    await test.environment.pass(600_000);
    test.store.dispatch(play());
    await test.engine.stallFor(600_000);
    await test.engine.playFor(45_000);
    expect(plays(test)).toHaveLength(0);
    await test.engine.playFor(10_000);
    expect(plays(test)).toHaveLength(1);
  });

  it('does not count a sleep of the device', async () => {
    const test = await playingApp();
    await test.engine.playFor(10_000);
    test.environment.moveClock(8 * 3_600_000);
    await test.engine.playFor(10_000);
    expect(plays(test)).toHaveLength(0);
  });

  it('counts what was heard again after going back', async () => {
    const test = await playingApp();
    await test.engine.playFor(60_000);
    test.store.dispatch(seekTo(0));
    await test.engine.playFor(41_000);
    expect(plays(test)).toHaveLength(1);
  });

  it('counts each round of a repeated track anew', async () => {
    const test = await playingApp(60_000, 1);
    test.store.dispatch(playerActions.repeatChanged('one'));
    await test.engine.playFor(170_000);
    const ids = plays(test).map((report) => (report as { id: string }).id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
  });

  it('counts a listening that a reload cut in two as one', async () => {
    const test = await playingApp();
    await test.engine.playFor(70_000);
    test.environment.hide();
    await settled();
    const reloaded = await createSignedInApp({ storage: test.storage, environment: test.environment });
    expect(reloaded.engine.positionMs).toBe(70_000);
    reloaded.store.dispatch(play());
    await reloaded.engine.playFor(31_000);
    expect(plays(reloaded)).toHaveLength(1);
    expect(plays(test)).toHaveLength(0);
  });
});

describe('the outbox of plays', () => {
  it('keeps plays made offline over a reload and sends each once', async () => {
    const server = createSignedInServer().on('POST /api/v1/plays', offline);
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(2, { durationMs: 10_000 }) }));
    await settled();
    await test.engine.playFor(19_000);
    const accepted: unknown[] = [];
    const back = createSignedInServer().on('POST /api/v1/plays', ({ body }) => {
      accepted.push(body);
      return json({ isCounted: true });
    });
    await createSignedInApp({ server: back, storage: test.storage, environment: test.environment });
    await settled();
    expect(accepted.map((report) => (report as { trackId: string }).trackId)).toEqual(['track-1', 'track-2']);
    expect(JSON.parse(test.storage.get('plays.user-1') ?? 'null')).toEqual([]);
  });

  it('sends what waits as soon as the device is online again', async () => {
    let isServerUp = false;
    const server = createSignedInServer().on('POST /api/v1/plays', () =>
      isServerUp ? json({ isCounted: true }) : offline(),
    );
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(1, { durationMs: 10_000 }) }));
    await settled();
    await test.engine.playFor(6_000);
    isServerUp = true;
    test.environment.goOnline(true);
    await settled();
    expect(JSON.parse(test.storage.get('plays.user-1') ?? 'null')).toEqual([]);
  });

  it('drops what the server will never take, and sends the rest', async () => {
    const server = createSignedInServer().on('POST /api/v1/plays', ({ body }) =>
      (body as { trackId: string }).trackId === 'track-1' ? problem('not-found', 404) : json({ isCounted: true }),
    );
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(2, { durationMs: 10_000 }) }));
    await settled();
    await test.engine.playFor(19_000);
    await settled();
    expect(plays(test)).toHaveLength(2);
    expect(JSON.parse(test.storage.get('plays.user-1') ?? 'null')).toEqual([]);
  });

  it('still sends while the app runs when nothing can be stored', async () => {
    const test = await createSignedInApp();
    test.storage.isFull = true;
    test.store.dispatch(playTracks({ tracks: buildTracks(1, { durationMs: 10_000 }) }));
    await settled();
    await test.engine.playFor(6_000);
    expect(plays(test)).toHaveLength(1);
  });
});

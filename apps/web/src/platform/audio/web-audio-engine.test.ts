import { buildSource, describeAudioEngine, settled } from '@jetstream/app-core/testing';
import { describe, expect, it } from 'vitest';
import { createBench, NETWORK, NOT_SUPPORTED, type Bench } from './test-support/engine-bench.ts';

describeAudioEngine('WebAudioEngine on a scripted element', createBench);

describe('starting', () => {
  it('sets the source and asks for sound within the click, before anything else', () => {
    const { engine, elements } = createBench();
    engine.load(buildSource());
    const [element] = elements;
    expect(element?.src).toBe('/api/v1/stream/item-1');
    expect(element?.paused).toBe(false);
  });

  it('asks for the right bytes at once when it resumes in the middle', () => {
    const { engine, elements } = createBench();
    engine.load(buildSource(), { positionMs: 95_000, isPaused: true });
    expect(elements[0]?.currentTime).toBe(95);
    expect(elements[0]?.preload).toBe('metadata');
  });
});

describe('preparing what follows', () => {
  it('leaves the connection to the current track until that has come whole', async () => {
    const bench = createBench();
    bench.engine.load(buildSource());
    bench.engine.prepareNext(buildSource({ key: 'item-2' }));
    const [, spare] = bench.elements;
    expect(spare?.hasAttribute('src')).toBe(false);
    await bench.deliver();
    expect(spare?.src).toBe('/api/v1/stream/item-2');
  });

  it('starts at once from the prepared element when the person skips to it', async () => {
    const bench = createBench();
    bench.engine.load(buildSource());
    bench.engine.prepareNext(buildSource({ key: 'item-2' }));
    await bench.deliver();
    await bench.deliver();
    const told: string[] = [];
    bench.engine.on('playing', () => told.push('playing'));
    bench.engine.load(buildSource({ key: 'item-2' }));
    await bench.environment.pass(100);
    expect(told).toEqual(['playing']);
    expect(bench.elements.filter((element) => !element.paused)).toHaveLength(1);
  });

  it('ends instead of advancing when what follows cannot be opened, so that its failure is told', async () => {
    const bench = createBench();
    const told: string[] = [];
    bench.engine.on('ended', () => told.push('ended'));
    bench.engine.on('failed', () => told.push('failed'));
    bench.engine.load(buildSource());
    bench.engine.prepareNext(buildSource({ key: 'item-2' }));
    await bench.deliver();
    bench.elements[1]?.fail(NOT_SUPPORTED);
    await bench.reachEnd();
    expect(told).toEqual(['ended']);
  });

  it('takes the first element again where only that one may sound', async () => {
    const bench = createBench();
    bench.engine.load(buildSource());
    bench.engine.prepareNext(buildSource({ key: 'item-2' }));
    await bench.deliver();
    const [first, second] = bench.elements;
    if (!first || !second) throw new Error('two elements expected');
    second.isSoundRefused = true;
    await bench.reachEnd();
    expect(first.src).toBe('/api/v1/stream/item-2');
    expect(first.paused).toBe(false);
    await bench.deliver();
    await bench.playOn(1_000);
    expect(bench.engine.positionMs).toBe(1_000);
  });
});

describe('a track that ends while the sound of a pause sinks', () => {
  it('leaves what follows silent, until the person plays on', async () => {
    const bench = createBench();
    await bench.playAt(179_000);
    bench.engine.prepareNext(buildSource({ key: 'item-2' }));
    await bench.deliver();
    bench.engine.pause();
    await bench.reachEnd();
    await bench.deliver();
    await bench.environment.pass(1_000);
    expect(bench.heard()).toEqual([]);
    bench.engine.play();
    await bench.deliver();
    expect(bench.heard()).toEqual(['/api/v1/stream/item-2']);
    expect(bench.engine.positionMs).toBe(0);
  });
});

describe('broken streams', () => {
  async function playUntilError(bench: Bench, code: number, source = bench.buildRenewable(), message = '') {
    const told: string[] = [];
    for (const name of ['stalled', 'recovered'] as const) bench.engine.on(name, () => told.push(name));
    bench.engine.on('failed', ({ reason }) => told.push(`failed: ${reason}`));
    bench.engine.load(source);
    await bench.deliver();
    await bench.playOn(30_000);
    bench.sounding().fail(code, message);
    await settled();
    return told;
  }

  it('renews an expired media cookie and goes on where it broke off', async () => {
    const bench = createBench();
    bench.head.status = 401;
    const told = await playUntilError(bench, NETWORK);
    await bench.environment.pass(100);
    expect(bench.renewals.count).toBe(1);
    await bench.deliver();
    expect(told).toEqual(['stalled', 'recovered']);
    expect(bench.engine.positionMs).toBe(30_000);
  });

  it('says so when the session is over', async () => {
    const bench = createBench();
    bench.head.status = 401;
    bench.renewals.isRefused = true;
    expect(await playUntilError(bench, NETWORK)).toEqual(['stalled', 'failed: unauthenticated']);
  });

  it('waits for the network and goes on by itself', async () => {
    const bench = createBench();
    bench.environment.goOnline(false);
    const told = await playUntilError(bench, NETWORK);
    await bench.environment.pass(600_000);
    expect(bench.head.count).toBe(0);
    bench.environment.goOnline(true);
    await settled();
    await bench.deliver();
    expect(told).toEqual(['stalled', 'recovered']);
    expect(bench.engine.positionMs).toBe(30_000);
  });

  it('gives up on a server that does not come back', async () => {
    const bench = createBench();
    bench.head.status = null;
    const told = await playUntilError(bench, NETWORK);
    await bench.environment.pass(120_000);
    expect(told).toEqual(['stalled', 'failed: unreachable']);
    expect(bench.head.count).toBe(16);
  });

  it('goes on after a restart of the server', async () => {
    const bench = createBench();
    bench.head.status = 503;
    const told = await playUntilError(bench, NETWORK);
    await bench.environment.pass(2_000);
    bench.head.status = 200;
    await bench.environment.pass(10_000);
    await bench.deliver();
    expect(told).toEqual(['stalled', 'recovered']);
  });

  it('calls a file unsupported only after the server was seen to send it', async () => {
    const bench = createBench();
    const told = await playUntilError(bench, NOT_SUPPORTED);
    bench.sounding().fail(NOT_SUPPORTED);
    await bench.environment.pass(5_000);
    expect(told).toEqual(['stalled', 'failed: unsupported']);
  });

  it('calls a file damaged that the browser refuses although it plays such files', async () => {
    const bench = createBench();
    const told = await playUntilError(bench, NOT_SUPPORTED, { ...bench.buildRenewable(), kind: 'adaptive-stream' });
    bench.sounding().fail(NOT_SUPPORTED);
    await bench.environment.pass(5_000);
    expect(told).toEqual(['stalled', 'failed: damaged']);
  });

  it('plays other sound from the same place where the original cannot be decoded', async () => {
    const bench = createBench();
    const wayOut = { isThere: true };
    const refuseOnce = (): boolean => {
      const { isThere } = wayOut;
      wayOut.isThere = false;
      return isThere;
    };
    const told = await playUntilError(bench, 3, { ...bench.buildRenewable(), refuse: refuseOnce });
    await bench.deliver();
    expect(told).toEqual(['stalled', 'recovered']);
    expect(bench.engine.positionMs).toBe(30_000);
    bench.sounding().fail(3);
    await settled();
    expect(told).toEqual(['stalled', 'recovered', 'stalled', 'failed: damaged']);
  });

  it('calls a file damaged when decoding breaks', async () => {
    expect(await playUntilError(createBench(), 3)).toEqual(['stalled', 'failed: damaged']);
  });

  it('asks no server about a file of this device', async () => {
    const bench = createBench();
    const source = buildSource({ kind: 'local-file' });
    if (source.opened?.form !== 'file') throw new Error('a file expected');
    const opened = { ...source.opened, url: 'blob:song' };
    const told = await playUntilError(bench, NOT_SUPPORTED, { ...source, opened, open: async () => opened });
    expect(told).toEqual(['stalled', 'failed: unsupported-file']);
    expect(bench.head.count).toBe(0);
  });

  it('does not call a file damaged where nothing can give sound out', async () => {
    const told = await playUntilError(createBench(), 3, undefined, 'OnMediaSinkAudioError');
    expect(told).toEqual(['failed: no-output']);
  });

  it('opens the stream anew when data does not come back, without a word from the element', async () => {
    const bench = createBench();
    bench.engine.load(buildSource());
    await bench.deliver();
    await bench.playOn(10_000);
    await bench.starve();
    expect(bench.head.count).toBe(0);
    await bench.environment.pass(12_000);
    expect(bench.head.count).toBe(1);
    await bench.deliver();
    await bench.playOn(500);
    expect(bench.engine.positionMs).toBe(10_500);
  });

  it('stays silent when the person paused during the rescue', async () => {
    const bench = createBench();
    bench.environment.goOnline(false);
    await playUntilError(bench, NETWORK);
    bench.engine.pause();
    bench.environment.goOnline(true);
    await settled();
    await bench.deliver();
    expect(bench.elements.every((element) => element.paused)).toBe(true);
    bench.engine.play();
    await bench.deliver();
    expect(bench.sounding().paused).toBe(false);
    expect(bench.engine.positionMs).toBe(30_000);
  });

  it('does not bother the person with a failure of what was only loaded paused', async () => {
    const bench = createBench();
    const told: string[] = [];
    bench.engine.on('failed', () => told.push('failed'));
    bench.engine.load(buildSource(), { positionMs: 50_000, isPaused: true });
    bench.elements[0]?.fail(NOT_SUPPORTED);
    await bench.environment.pass(60_000);
    expect(told).toEqual([]);
    expect(bench.head.count).toBe(0);
    bench.engine.play();
    await bench.deliver();
    expect(bench.engine.positionMs).toBe(50_000);
    expect(bench.sounding().paused).toBe(false);
  });

  it('starts over when the person starts the same track anew during the rescue', async () => {
    const bench = createBench();
    bench.environment.goOnline(false);
    await playUntilError(bench, NETWORK);
    bench.engine.load(buildSource());
    await bench.deliver();
    bench.environment.goOnline(true);
    await bench.environment.pass(5_000);
    expect(bench.engine.positionMs).toBe(0);
  });

  it('forgets the rescue of a track that was left', async () => {
    const bench = createBench();
    bench.environment.goOnline(false);
    const told = await playUntilError(bench, NETWORK);
    bench.engine.load(buildSource({ key: 'item-2' }));
    bench.environment.goOnline(true);
    await bench.environment.pass(5_000);
    expect(bench.sounding().src).toBe('/api/v1/stream/item-2');
    expect(told).toEqual(['stalled']);
  });
});

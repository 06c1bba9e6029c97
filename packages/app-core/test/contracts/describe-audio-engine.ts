import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AudioEngine, AudioEngineEventName, AudioSource } from '#services/audio/audio-engine.ts';
import type { FileAudio, SoundQuality } from '#services/audio/audio-media.ts';

/** What the contract suite needs of an engine under test: its media, driven by hand. */
export interface EngineUnderTest {
  engine: AudioEngine;
  /** Data comes and sound begins, or goes on, where the engine asks for it. */
  deliver(): Promise<void>;
  /** The sounding media plays on for this long. */
  playOn(durationMs: number): Promise<void>;
  /** The sounding media reaches its end. */
  reachEnd(): Promise<void>;
  /** Data stops coming until `deliver`, for long enough that the engine says so. */
  starve(): Promise<void>;
  /** What is being loaded turns out to be gone from the server. */
  loseFile(): Promise<void>;
  /** The platform takes the sound away, as when a headset is pulled. */
  interrupt(): Promise<void>;
  /** From now on the platform refuses to start sound. */
  refuseSound(): void;
}

/** A source whose file is known at once. */
export function buildSource({
  mimeType = 'audio/mpeg',
  ...overrides
}: Partial<AudioSource> & { mimeType?: string } = {}): AudioSource {
  const key = overrides.key ?? 'item-1';
  const opened: FileAudio = {
    form: 'file',
    url: `/api/v1/stream/${key}`,
    mimeType,
    quality: buildQuality(),
    loudness: null,
  };
  return {
    key,
    kind: 'api-stream',
    trackId: `track-of-${key}`,
    durationMs: 180_000,
    albumPlace: null,
    isWithinAlbum: false,
    opened,
    open: async () => opened,
    ...overrides,
  };
}

export function buildQuality(overrides: Partial<SoundQuality> = {}): SoundQuality {
  return {
    codec: 'mp3',
    bitrateKbps: 192,
    sampleRateHz: 44_100,
    bitDepth: null,
    channels: 2,
    isLossless: false,
    decision: 'direct',
    reason: 'as-is',
    chosen: null,
    ...overrides,
  };
}

const watched: AudioEngineEventName[] = [
  'loading',
  'playing',
  'paused',
  'seeked',
  'ended',
  'advanced',
  'stalled',
  'recovered',
  'failed',
];

/** The promises of `AudioEngine`, for every implementation of it. */
export function describeAudioEngine(name: string, create: () => EngineUnderTest): void {
  describe(`${name} as an audio engine`, () => {
    let under: EngineUnderTest;
    let engine: AudioEngine;
    let told: string[];

    beforeEach(() => {
      under = create();
      engine = under.engine;
      told = [];
      for (const event of watched) engine.on(event, () => told.push(event));
    });
    afterEach(() => engine.dispose());

    it('tells loading within the calling tick, and playing once sound comes', async () => {
      engine.load(buildSource());
      expect(told).toEqual(['loading']);
      await under.deliver();
      expect(told).toEqual(['loading', 'playing']);
    });

    it('loads paused without sound, at the position asked for', async () => {
      engine.load(buildSource(), { positionMs: 60_000, isPaused: true });
      expect(engine.positionMs).toBe(60_000);
      await under.deliver();
      expect(told).not.toContain('playing');
      engine.play();
      await under.deliver();
      expect(told).toContain('playing');
      expect(engine.positionMs).toBeGreaterThanOrEqual(60_000);
    });

    it('tells the position while it plays, and once more just before it pauses', async () => {
      engine.load(buildSource());
      await under.deliver();
      const positions: number[] = [];
      const order: string[] = [];
      engine.on('progressed', ({ positionMs }) => {
        positions.push(positionMs);
        order.push('progressed');
      });
      engine.on('paused', () => order.push('paused'));
      await under.playOn(3_000);
      expect(positions.length).toBeGreaterThan(2);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      engine.pause();
      expect(order.slice(-2)).toEqual(['progressed', 'paused']);
      expect(positions.at(-1)).toBe(engine.positionMs);
    });

    it('pauses at once and plays on from there', async () => {
      engine.load(buildSource());
      await under.deliver();
      await under.playOn(2_000);
      engine.pause();
      const pausedAtMs = engine.positionMs;
      expect(told.at(-1)).toBe('paused');
      engine.play();
      await under.deliver();
      expect(told.at(-1)).toBe('playing');
      expect(engine.positionMs).toBeGreaterThanOrEqual(pausedAtMs);
    });

    it('clamps a seek to the track', async () => {
      engine.load(buildSource());
      await under.deliver();
      engine.seek(90_000);
      expect(engine.positionMs).toBe(90_000);
      engine.seek(-5_000);
      expect(engine.positionMs).toBe(0);
      engine.seek(9_999_999);
      expect(engine.positionMs).toBe(180_000);
    });

    it('tells at once where it was sought, whether it plays, waits for sound or is paused', async () => {
      const places: number[] = [];
      engine.load(buildSource());
      await under.deliver();
      engine.on('seeked', ({ positionMs }) => places.push(positionMs));
      engine.seek(30_000);
      expect(places).toEqual([30_000]);
      await under.starve();
      engine.seek(60_000);
      expect(places.at(-1)).toBe(60_000);
      engine.pause();
      engine.seek(90_000);
      expect(places.at(-1)).toBe(90_000);
    });

    it('tells that a level is known as soon as it is, also in the middle of a track', async () => {
      const known: (boolean | undefined)[] = [];
      engine.on('qualityChanged', ({ quality }) => known.push(quality?.hasLoudness));
      engine.load(buildSource());
      await under.deliver();
      expect(known.at(-1)).toBe(false);
      engine.setLoudness('track-of-item-1', { trackGainDb: -6, trackPeak: 1, albumGainDb: null, albumPeak: null });
      expect(known.at(-1)).toBe(true);
      expect(engine.quality?.hasLoudness).toBe(true);
    });

    it('tells ended when nothing was prepared', async () => {
      engine.load(buildSource());
      await under.deliver();
      await under.reachEnd();
      expect(told.at(-1)).toBe('ended');
      expect(told).not.toContain('paused');
    });

    it('goes on to what was prepared without telling ended', async () => {
      const advanced: string[] = [];
      engine.on('advanced', ({ source }) => advanced.push(source.key));
      engine.load(buildSource());
      engine.prepareNext(buildSource({ key: 'item-2' }));
      await under.deliver();
      await under.reachEnd();
      expect(advanced).toEqual(['item-2']);
      expect(told).not.toContain('ended');
      expect(engine.positionMs).toBeLessThan(1_000);
      await under.deliver();
      await under.playOn(1_000);
      expect(engine.positionMs).toBeGreaterThan(500);
    });

    it('does not go on when the preparation was taken back', async () => {
      engine.load(buildSource());
      engine.prepareNext(buildSource({ key: 'item-2' }));
      await under.deliver();
      engine.prepareNext(null);
      await under.reachEnd();
      expect(told.at(-1)).toBe('ended');
    });

    it('goes on once, not again and again', async () => {
      engine.load(buildSource());
      engine.prepareNext(buildSource({ key: 'item-2' }));
      await under.deliver();
      await under.reachEnd();
      await under.deliver();
      await under.reachEnd();
      expect(told.filter((event) => event === 'advanced')).toHaveLength(1);
      expect(told.at(-1)).toBe('ended');
    });

    it('keeps only the last of several loads in a row', async () => {
      const loaded: string[] = [];
      engine.on('loading', ({ source }) => loaded.push(source.key));
      for (const key of ['item-1', 'item-2', 'item-3']) engine.load(buildSource({ key }));
      await under.deliver();
      expect(loaded).toEqual(['item-1', 'item-2', 'item-3']);
      expect(told.filter((event) => event === 'playing')).toHaveLength(1);
      expect(told).not.toContain('failed');
    });

    it('tells a stall and the recovery from it', async () => {
      engine.load(buildSource());
      await under.deliver();
      await under.starve();
      expect(told.at(-1)).toBe('stalled');
      await under.deliver();
      expect(told.at(-1)).toBe('recovered');
    });

    it('tells a file that is gone', async () => {
      const reasons: string[] = [];
      engine.on('failed', ({ reason }) => reasons.push(reason));
      engine.load(buildSource());
      await under.loseFile();
      expect(reasons).toEqual(['missing']);
    });

    it('tells a type that it cannot decode, after the calling tick', async () => {
      const reasons: string[] = [];
      engine.on('failed', ({ reason }) => reasons.push(reason));
      engine.load(buildSource({ mimeType: 'audio/x-nobody-decodes-this' }));
      expect(reasons).toEqual([]);
      await under.deliver();
      expect(reasons).toEqual(['unsupported']);
    });

    it('shows as paused when the platform takes the sound away', async () => {
      engine.load(buildSource());
      await under.deliver();
      await under.interrupt();
      expect(told.at(-1)).toBe('paused');
    });

    it('shows as paused and blocked when the platform refuses to start sound', async () => {
      under.refuseSound();
      const blocked: boolean[] = [];
      engine.on('paused', ({ isBlocked }) => blocked.push(isBlocked));
      engine.load(buildSource());
      await under.deliver();
      expect(blocked).toEqual([true]);
      expect(told).not.toContain('playing');
    });

    it('is silent about what it played before once stopped', async () => {
      engine.load(buildSource());
      await under.deliver();
      engine.stop();
      const toldBefore = [...told];
      expect(engine.positionMs).toBe(0);
      await under.playOn(1_000);
      expect(told).toEqual(toldBefore);
    });
  });
}

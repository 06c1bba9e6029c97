import type { AudioEngine, AudioSource } from '@jetstream/app-core/services';
import type { PlaybackQuality, Track } from '@jetstream/api-contract';
import { PlaybackDecisions } from '../../../../packages/app-core/src/services/audio/playback-decisions.ts';
import { adaptiveStreamSource } from '../../../../packages/app-core/src/services/audio/sources/adaptive-stream-source.ts';
import type { SourceContext } from '../../../../packages/app-core/src/services/audio/sources/audio-sources.ts';
import { openStoredAudio } from '../../../../packages/app-core/src/services/audio/sources/stored-audio.ts';
import {
  createBrowserAudioEngine,
  type EngineOverrides,
} from '../../../../apps/web/src/platform/audio/create-browser-audio-engine.ts';
import { createBrowserEnvironment } from '../../../../apps/web/src/platform/environment.ts';
import { BlobAudio } from '../../../../apps/web/src/platform/files/blob-audio.ts';
import recorderUrl from './recorder-worklet.ts?worker&url';

/** What a test asks of the page; times in seconds. */
export interface LabRun {
  files: readonly string[];
  /** Plays so many tracks of `LabMedia` over the network instead of files that are there. */
  network?: { tracks: number };
  speed?: number;
  start?: { positionMs: number };
  seek?: { afterSeconds: number; toSeconds: number };
  /** Of the person, in the order of time. */
  touches?: { afterSeconds: number; what: 'pause' | 'play' | 'skip' }[];
  /** Then the person wants what is smallest. */
  lowQualityAfterSeconds?: number;
  /** The browser has media sources of its own kind, which want nothing before this. */
  dataWantedAfterSeconds?: number;
  /** Tracks that run on are one album in order. */
  isAlbum: boolean;
  sampleRateHz: number;
  crossfadeSeconds?: number;
  levelling?: { mode: 'off' | 'auto' | 'track' | 'album'; preampDb: number };
  /** As that of each track where absent. */
  albumGainDb?: number;
  gainsDb?: readonly number[];
  /** Of full scale; 1 where nothing is said. */
  peaks?: readonly number[];
  equalizerDb?: readonly number[];
  /** Stops by itself when all was played. */
  limitSeconds: number;
}

export interface LabResult {
  /** Base64 of float32 samples of both channels, frame by frame. */
  samples: string;
  events: { name: string; atSeconds: number; positionMs: number; key: string | null }[];
}

declare global {
  // The page's own object, which tests call by name.
  var runLab: (run: LabRun) => Promise<LabResult>;
}

/** Tracks of `LabMedia`, by the same row of the factory as those of the server. */
function createNetworkSources(engine: AudioEngine, qualityFor: () => PlaybackQuality): (index: number) => AudioSource {
  const request = async (_name: string, { body }: { body: { trackIds: string[] } }) => {
    const answer = await fetch(`/playback/${body.trackIds[0]}/${qualityFor()}`).catch(() => null);
    if (!answer?.ok) return { error: { code: 'unreachable', isOffline: !navigator.onLine } };
    return { data: { playbacks: [await answer.json()], refusals: [] } };
  };
  const decisions = new PlaybackDecisions({
    api: { request } as unknown as ConstructorParameters<typeof PlaybackDecisions>[0]['api'],
    nowMs: () => Date.now(),
    abilities: () => engine.abilities,
    qualityFor,
  });
  const context = {
    decisions,
    chosenQuality: qualityFor,
    mediaUrl: (path: string) => path,
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
  } as unknown as SourceContext;
  return (index) =>
    adaptiveStreamSource.load(
      { id: `${index}`, durationMs: 0 } as Track,
      { key: `item-${index}`, isWithinAlbum: false },
      context,
    );
}

async function buildSource(run: LabRun, index: number, engine: AudioEngine): Promise<AudioSource> {
  const file = run.files[index] ?? '';
  const blob = await (await fetch(file)).blob();
  const store = { has: () => true, open: async () => new BlobAudio(blob) };
  const opened = await openStoredAudio(store, file, engine.abilities.segments);
  const gainDb = run.gainsDb?.[index];
  const peak = run.peaks?.[index] ?? 1;
  const loudness =
    gainDb === undefined
      ? null
      : { trackGainDb: gainDb, trackPeak: peak, albumGainDb: run.albumGainDb ?? gainDb, albumPeak: peak };
  const known = { ...opened, loudness };
  const first = opened.form === 'segments' ? opened.renditions[0] : null;
  return {
    key: `item-${index}`,
    kind: 'local-file',
    trackId: `track-${index}`,
    durationMs: first ? (first.durationSamples / first.sampleRateHz) * 1000 : 0,
    albumPlace: run.isAlbum ? { albumId: 'album', discNumber: 1, trackNumber: index + 1 } : null,
    isWithinAlbum: run.isAlbum === true,
    opened: known,
    open: async () => known,
  };
}

/** Everything that a graph gives to its destination is recorded too. */
async function createRecorder(sampleRateHz: number) {
  const context = new AudioContext({ sampleRate: sampleRateHz });
  await context.audioWorklet.addModule(recorderUrl);
  const recorder = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 1 });
  recorder.connect(context.destination);
  const blocks: Float32Array[] = [];
  recorder.port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => void blocks.push(data));
  recorder.port.start();
  return { context, recorder, blocks };
}

/** As the engine has it: a level that falls is the element's own. */
function needsGraph({ crossfadeSeconds, equalizerDb, levelling, gainsDb = [] }: LabRun): boolean {
  const isRaised = levelling !== undefined && gainsDb.some((gainDb) => gainDb > 0);
  return crossfadeSeconds !== undefined || equalizerDb !== undefined || isRaised;
}

globalThis.runLab = async (run) => {
  const { context, recorder, blocks } = await createRecorder(run.sampleRateHz);
  const hasGraph = needsGraph(run);
  const connect = AudioNode.prototype.connect;
  if (hasGraph)
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      if (args[0] === context.destination && this !== recorder) Reflect.apply(connect, this, [recorder]);
      return Reflect.apply(connect, this, args);
    } as typeof connect;
  const overrides: EngineOverrides = hasGraph
    ? { createContext: () => context }
    : {
        createElement: () => {
          const element = new Audio();
          context.createMediaElementSource(element).connect(recorder);
          return element;
        },
      };
  const events: LabResult['events'] = [];
  const note = (name: string, key: string | null): void =>
    void events.push({ name, atSeconds: context.currentTime, positionMs: engine.positionMs, key });
  const restoreSources = watchSources(run, () => note('full', null));
  const engine = createBrowserAudioEngine(createBrowserEnvironment(), overrides);
  let wantedQuality: PlaybackQuality = 'original';
  const sources = run.network
    ? Array.from({ length: run.network.tracks }, (_, index) => index).map(
        createNetworkSources(engine, () => wantedQuality),
      )
    : await Promise.all(run.files.map((_, index) => buildSource(run, index, engine)));
  if (run.crossfadeSeconds !== undefined) engine.setCrossfade(run.crossfadeSeconds);
  if (run.speed) engine.setSpeed(run.speed);
  if (run.levelling) engine.setLevelling(run.levelling);
  if (run.equalizerDb) engine.setEqualizer(run.equalizerDb);
  await context.resume();
  let index = 0;
  const prepare = (): void => engine.prepareNext(sources[index + 1] ?? null);
  const done = new Promise<void>((resolve) => {
    engine.on('ended', () => {
      note('ended', null);
      resolve();
    });
    engine.on('failed', ({ reason }) => {
      note(`failed ${reason}`, null);
      resolve();
    });
    setTimeout(resolve, run.limitSeconds * 1000);
  });
  engine.on('loading', ({ source }) => {
    note('loading', source.key);
    prepare();
  });
  engine.on('playing', () => note('playing', null));
  engine.on('stalled', () => note('stalled', null));
  engine.on('qualityChanged', ({ quality }) => note(`quality ${quality?.bitrateKbps ?? 0}`, null));
  engine.on('recovered', () => note('recovered', null));
  engine.on('advanced', ({ source }) => {
    index += 1;
    note('advanced', source.key);
    prepare();
  });
  const [first] = sources;
  if (first) engine.load(first, run.start);
  const { seek } = run;
  if (seek) setTimeout(() => engine.seek(seek.toSeconds * 1000), seek.afterSeconds * 1000);
  const touch = (what: 'pause' | 'play' | 'skip'): void => {
    if (what !== 'skip') return engine[what]();
    index += 1;
    const chosen = sources[index];
    if (chosen) engine.load(chosen);
  };
  for (const { afterSeconds, what } of run.touches ?? []) setTimeout(touch, afterSeconds * 1000, what);
  if (run.lowQualityAfterSeconds !== undefined)
    setTimeout(() => {
      wantedQuality = 'low';
      engine.reopen();
    }, run.lowQualityAfterSeconds * 1000);
  await done;
  await new Promise((resolve) => setTimeout(resolve, 300));
  engine.dispose();
  AudioNode.prototype.connect = connect;
  restoreSources();
  if (context.state !== 'closed') await context.close();
  return { samples: toBase64(blocks), events };
};

/** Tells when the browser takes no more, and makes its media sources managed ones where the run wants that. */
function watchSources({ dataWantedAfterSeconds: wantedAfterSeconds }: LabRun, onFull: () => void): () => void {
  const { MediaSource: plain } = globalThis;
  const { appendBuffer } = SourceBuffer.prototype;
  SourceBuffer.prototype.appendBuffer = function (bytes) {
    try {
      appendBuffer.call(this, bytes);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') onFull();
      throw error;
    }
  };
  if (wantedAfterSeconds !== undefined) globalThis.MediaSource = toManaged(plain, wantedAfterSeconds);
  return () => {
    globalThis.MediaSource = plain;
    SourceBuffer.prototype.appendBuffer = appendBuffer;
  };
}

function toManaged(plain: typeof MediaSource, wantedAfterSeconds: number): typeof MediaSource {
  return class extends plain {
    streaming = false;
    constructor() {
      super();
      setTimeout(() => {
        // The test's server sees by this when it was.
        void fetch('/media/none/wanted/0');
        this.streaming = true;
        this.dispatchEvent(new Event('startstreaming'));
      }, wantedAfterSeconds * 1000);
    }
  };
}

function toBase64(blocks: readonly Float32Array[]): string {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const all = new Float32Array(length);
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  const bytes = new Uint8Array(all.buffer);
  let text = '';
  for (let from = 0; from < bytes.length; from += 0x8000)
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return btoa(text);
}

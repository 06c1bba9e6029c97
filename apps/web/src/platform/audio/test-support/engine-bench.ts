import { buildSource, FakeEnvironment, settled, type EngineUnderTest } from '@jetstream/app-core/testing';
import { SourceError, type AudioSource } from '@jetstream/app-core/services';
import { WebAudioEngine } from '../web-audio-engine.ts';
import { FakeAudioContext } from './fake-audio-context.ts';
import { FakeAudioElement } from './fake-audio-element.ts';

export const DURATION_SECONDS = 180;
/** `MediaError.code`. */
export const NETWORK = 2;
export const NOT_SUPPORTED = 4;

interface Server {
  /** What HEAD answers: a status, or null for no answer. */
  head: { status: number | null; count: number };
  renewals: { count: number; isRefused: boolean };
}

export interface Bench extends EngineUnderTest, Server {
  engine: WebAudioEngine;
  environment: FakeEnvironment;
  elements: FakeAudioElement[];
  /** The graph that was built last. */
  contexts: FakeAudioContext[];
  /** A source whose renewal is counted. */
  buildRenewable(): AudioSource;
  sounding(): FakeAudioElement;
  /** Addresses of all that sounds. */
  heard(): string[];
  /** Has a track play at this place. */
  playAt(positionMs: number): Promise<void>;
}

/** The engine on scripted elements, without media sources. */
export function createBench({ hasGraph = false }: { hasGraph?: boolean } = {}): Bench {
  const environment = new FakeEnvironment();
  const elements: FakeAudioElement[] = [];
  const contexts: FakeAudioContext[] = [];
  const server: Server = { head: { status: 200, count: 0 }, renewals: { count: 0, isRefused: false } };
  const { head } = server;
  const engine = new WebAudioEngine({
    createElement: () => {
      const element = new FakeAudioElement();
      elements.push(element);
      return element as unknown as HTMLAudioElement;
    },
    fetch: async () => {
      head.count += 1;
      if (head.status === null) throw new TypeError('no answer');
      return new Response(null, { status: head.status });
    },
    stream: null,
    graph: {
      createContext: () => {
        if (!hasGraph) throw new Error('a graph is built without need');
        const context = new FakeAudioContext();
        contexts.push(context);
        return context as unknown as AudioContext;
      },
      onNextFrame: () => () => undefined,
      limiterUrl: '',
    },
    isOnline: () => environment.isOnline(),
    onOnlineChange: (listener) => environment.onOnlineChange(listener),
    schedule: (task, delayMs) => environment.schedule(task, delayMs),
  });
  const buildRenewable = (): AudioSource => buildRenewed(server);
  const hands = createHands(elements, environment, server);
  return {
    ...server,
    ...hands,
    engine,
    environment,
    elements,
    contexts,
    buildRenewable,
    heard: () => elements.filter(({ paused }) => !paused).map(({ src }) => src),
    playAt: async (positionMs) => {
      engine.load(buildSource(), { positionMs });
      await hands.deliver();
    },
  };
}

function buildRenewed({ head, renewals }: Server): AudioSource {
  const source = buildSource();
  const open: AudioSource['open'] = async ({ isRenewed = false } = {}) => {
    if (isRenewed) renewals.count += 1;
    if (renewals.isRefused) throw new SourceError('unauthenticated');
    head.status = 200;
    return source.open();
  };
  return { ...source, open };
}

/** What drives the media. */
function createHands(
  elements: FakeAudioElement[],
  environment: FakeEnvironment,
  { head }: Server,
): Omit<EngineUnderTest, 'engine'> & Pick<Bench, 'sounding'> {
  const withSource = (): FakeAudioElement[] => elements.filter((element) => element.hasAttribute('src'));
  const sounding = (): FakeAudioElement => {
    const found = elements.find((element) => !element.paused) ?? withSource()[0] ?? elements[0];
    if (!found) throw new Error('no element');
    return found;
  };
  return {
    sounding,
    deliver: async () => {
      for (const element of withSource()) element.deliver(DURATION_SECONDS);
      await settled();
    },
    playOn: async (durationMs) => {
      for (let leftMs = durationMs; leftMs > 0; leftMs -= 250) {
        for (const element of elements) element.playOn(0.25);
        await environment.pass(250);
      }
    },
    reachEnd: async () => {
      sounding().reachEnd();
      await settled();
    },
    starve: async () => {
      sounding().starve();
      await environment.pass(1_000);
    },
    loseFile: async () => {
      head.status = 410;
      sounding().fail(NOT_SUPPORTED);
      await environment.pass(1_000);
    },
    interrupt: async () => {
      sounding().pause();
      await settled();
    },
    refuseSound: () => {
      for (const element of elements) element.isSoundRefused = true;
    },
  };
}

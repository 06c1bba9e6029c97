import type { Environment } from '@jetstream/app-core/services';
import type { AudioPlatform } from './audio-platform.ts';
import type { GraphPlatform } from './graph/audio-graph.ts';
import { readDeviceConditions } from './device-conditions.ts';
// oxlint-disable-next-line import/default -- Vite gives the address of the built script
import limiterUrl from './graph/limiter-worklet.ts?worker&url';
import type { StreamPlatform } from './stream/stream-slot.ts';
import { ThroughputMeter } from './stream/throughput-meter.ts';
import { WebAudioEngine } from './web-audio-engine.ts';

type EnginePart = Pick<Environment, 'nowMs' | 'isOnline' | 'onOnlineChange' | 'schedule'>;

/** For tests that listen to what comes out. */
export type EngineOverrides = Partial<Pick<AudioPlatform, 'createElement'> & Pick<GraphPlatform, 'createContext'>>;

/** The engine on what this browser has. */
export function createBrowserAudioEngine(environment: EnginePart, overrides: EngineOverrides = {}): WebAudioEngine {
  const { isOnline, onOnlineChange, schedule } = environment;
  return new WebAudioEngine({
    createElement: overrides.createElement ?? (() => new Audio()),
    fetch: (input, init) => fetch(input, init),
    isOnline,
    onOnlineChange,
    schedule,
    stream: createStreamPlatform(environment),
    graph: {
      createContext: overrides.createContext ?? (() => new AudioContext({ latencyHint: 'playback' })),
      limiterUrl,
      onNextFrame: (task) => {
        const frame = requestAnimationFrame(task);
        return () => cancelAnimationFrame(frame);
      },
    },
  });
}

/** Phones of one maker have media sources of their own kind, which the browser empties when it needs the memory. */
function createStreamPlatform({ nowMs, isOnline, onOnlineChange, schedule }: EnginePart): StreamPlatform | null {
  const { ManagedMediaSource: managed } = globalThis as { ManagedMediaSource?: typeof MediaSource };
  const Source = globalThis.MediaSource ?? managed;
  if (Source === undefined) return null;
  return {
    createMediaSource: () => new Source(),
    isTypeSupported: (mimeType) => Source.isTypeSupported(mimeType),
    createObjectUrl: (source) => URL.createObjectURL(source),
    revokeObjectUrl: (url) => URL.revokeObjectURL(url),
    conditions: readDeviceConditions(),
    meter: new ThroughputMeter(),
    nowMs,
    isOnline,
    onOnlineChange,
    schedule,
  };
}

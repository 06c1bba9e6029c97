import { EQUALIZER_LIMIT_DB, equalizerBandsHz } from '@jetstream/app-core/services';
import type { DeckNodes } from './deck-output.ts';
import { LIMITER_NAME } from './limiter-name.ts';
import { CEILING_DB } from './loudness-curve.ts';
import { SpectrumTap, type FrameSource } from './spectrum-tap.ts';

export interface GraphPlatform extends FrameSource {
  createContext: () => AudioContext;
  /** Address of the script with the limiter. */
  limiterUrl: string;
}

/** Why the graph is there. Without a need nothing is built. */
export type GraphNeed = 'crossfade' | 'equalizer' | 'levelling' | 'spectrum';

/** Peaking filters one octave wide. */
const OCTAVE_Q = Math.SQRT2;
const RAMP_SECONDS = 0.02;

/** Decks, their sum, equaliser, limiter, out: each stage only while it is needed. */
export class AudioGraph {
  readonly #platform: GraphPlatform;
  readonly #needs = new Set<GraphNeed>();
  readonly #tap: SpectrumTap;
  #context: AudioContext | undefined;
  #sum: GainNode | undefined;
  #filters: BiquadFilterNode[] = [];
  /** One behind the other, from the sum on. */
  #chain: readonly AudioNode[] = [];
  #limiter: AudioWorkletNode | undefined;
  #isLimiterAsked = false;
  #mustLimit = false;
  #equalizerDb: readonly number[] | null = null;
  #outputDeviceId: string | null = null;

  constructor(platform: GraphPlatform) {
    this.#platform = platform;
    this.#tap = new SpectrumTap(platform);
  }

  get isNeeded(): boolean {
    return this.#needs.size > 0;
  }
  get isBuilt(): boolean {
    return this.#context !== undefined;
  }

  setNeed(need: GraphNeed, isNeeded: boolean): void {
    if (isNeeded) this.#needs.add(need);
    else this.#needs.delete(need);
  }

  /** From now on what the element plays goes through the graph, for as long as the element lives. */
  wire(element: HTMLAudioElement): DeckNodes {
    const { context, sum } = this.#build();
    const [level, fade, cross] = [context.createGain(), context.createGain(), context.createGain()];
    context.createMediaElementSource(element).connect(level).connect(fade).connect(cross).connect(sum);
    return { context, level, fade, cross };
  }

  /** Contexts sleep until a gesture: to be called within one. Whatever its state: one that falls asleep is told to be awake by some browsers. */
  resume(): void {
    void this.#context?.resume().catch(() => undefined);
  }

  /** The device rests while nothing plays. */
  suspend(): void {
    void this.#context?.suspend().catch(() => undefined);
  }

  setEqualizer(gainsDb: readonly number[] | null): void {
    this.#equalizerDb = gainsDb;
    this.setNeed('equalizer', gainsDb !== null);
    if (this.#filters.length > 0 && gainsDb) this.#applyEqualizer();
    this.#connect();
  }

  /** Whether the sum of the decks could pass the ceiling. */
  setLimiting(mustLimit: boolean): void {
    if (mustLimit === this.#mustLimit) return;
    this.#mustLimit = mustLimit;
    this.#connect();
  }

  setOutputDevice(deviceId: string | null): void {
    this.#outputDeviceId = deviceId;
    const context = this.#context as (AudioContext & { setSinkId?: (id: string) => Promise<void> }) | undefined;
    void context?.setSinkId?.(deviceId ?? '').catch(() => undefined);
  }

  /** Returns the unsubscription. */
  observeSpectrum(listener: (levels: Float32Array) => void): () => void {
    const leave = this.#tap.add(listener);
    this.setNeed('spectrum', true);
    return () => {
      leave();
      this.setNeed('spectrum', this.#tap.isWatched);
    };
  }

  /** Elements that were wired stay silent afterwards. */
  close(): void {
    this.#tap.detach();
    void this.#context?.close().catch(() => undefined);
    this.#context = undefined;
    this.#sum = undefined;
    this.#limiter = undefined;
    this.#isLimiterAsked = false;
    this.#filters = [];
    this.#chain = [];
  }

  #build(): { context: AudioContext; sum: GainNode } {
    if (this.#context && this.#sum) return { context: this.#context, sum: this.#sum };
    const context = this.#platform.createContext();
    const sum = context.createGain();
    // What has more channels is mixed before the limiter, not behind it.
    sum.channelCount = 2;
    sum.channelCountMode = 'explicit';
    this.#context = context;
    this.#sum = sum;
    this.#connect();
    if (this.#outputDeviceId !== null) this.setOutputDevice(this.#outputDeviceId);
    this.resume();
    return { context, sum };
  }

  /** Makes the chain what is needed now; a chain that is so already stays untouched, since each change can be heard. */
  #connect(): void {
    const context = this.#context;
    const sum = this.#sum;
    if (!context || !sum) return;
    const canOvershoot = this.#mustLimit || (this.#equalizerDb?.some((gainDb) => gainDb > 0) ?? false);
    if (canOvershoot) void this.#ensureLimiter(context);
    const filters = this.#equalizerDb ? (this.#filters.length > 0 ? this.#filters : createFilters(context)) : [];
    const chain = [sum, ...filters, ...(canOvershoot && this.#limiter ? [this.#limiter] : [])];
    const isNew = this.#filters !== filters;
    this.#filters = filters;
    if (isNew) this.#applyEqualizer();
    if (chain.length === this.#chain.length && chain.every((node, at) => node === this.#chain[at])) return;
    for (const node of this.#chain) node.disconnect();
    this.#chain = chain;
    let last: AudioNode = sum;
    for (const node of chain.slice(1)) last = last.connect(node);
    last.connect(context.destination);
    this.#tap.attach(context, last);
  }

  #applyEqualizer(): void {
    const now = this.#context?.currentTime ?? 0;
    for (const [index, filter] of this.#filters.entries()) {
      const gainDb = this.#equalizerDb?.[index] ?? 0;
      const bounded = Math.max(-EQUALIZER_LIMIT_DB, Math.min(EQUALIZER_LIMIT_DB, gainDb));
      filter.gain.setTargetAtTime(bounded, now, RAMP_SECONDS);
    }
  }

  async #ensureLimiter(context: AudioContext): Promise<void> {
    if (this.#isLimiterAsked) return;
    this.#isLimiterAsked = true;
    try {
      await context.audioWorklet.addModule(this.#platform.limiterUrl);
    } catch {
      // Without it the browser clips what passes full scale: the music plays on.
      return;
    }
    if (context !== this.#context) return;
    this.#limiter = new AudioWorkletNode(context, LIMITER_NAME, {
      channelCount: 2,
      channelCountMode: 'explicit',
      outputChannelCount: [2],
      processorOptions: { ceilingDb: CEILING_DB },
    });
    this.#connect();
  }
}

function createFilters(context: BaseAudioContext): BiquadFilterNode[] {
  return equalizerBandsHz.map((frequency) => {
    const filter = context.createBiquadFilter();
    filter.type = 'peaking';
    filter.frequency.value = frequency;
    filter.Q.value = OCTAVE_Q;
    filter.gain.value = 0;
    return filter;
  });
}

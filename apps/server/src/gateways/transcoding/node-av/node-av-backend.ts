import { AudioMeter, MIXED_CHANNELS, type AudioMeasurement } from '@jetstream/audio-analysis';
import type { AudioPacket } from '@jetstream/media-containers';
import { avGetBytesPerSample } from 'node-av/lib';
import type { EncodingDescription, EncodingTarget, ProbedAudio } from '#gateways/transcoder.ts';
import type { EncodingOrder, ReachableInput, TranscodingBackend, Work } from '../backend.ts';
import { isDsd, isLosslessCodec, toCodecName, toContainerName } from '../describe-source.ts';
import { PRIMING_PACKETS } from '../encoding-grid.ts';
import { PacketBatch } from '../packet-batch.ts';
import { planSegment } from '../segment-plan.ts';
import { openSource } from './open-source.ts';
import { PacketEncoder, type SoundEncoder } from './packet-encoder.ts';
import { cutFrames } from './cut-frames.ts';
import { Resampler, type SoundShape } from './resampler.ts';
import type { SoundSource } from './sound-source.ts';
import { readTargetSound } from './target-sound.ts';
import { VerbatimEncoder } from './verbatim-encoder.ts';

const BITS = 8;

/** FFmpeg in this process. The file used last stays open, as the next order is mostly for it. */
export class NodeAvBackend implements TranscodingBackend {
  #open: { url: string; key: string; source: SoundSource; isIndexKept: boolean } | undefined;

  async probe(input: ReachableInput, work: Work): Promise<ProbedAudio> {
    const source = this.#openSource(input);
    const { shape, codec, format } = source;
    const durationSamples = await drain(source.measureDuration(), work);
    this.#keepIndex(work);
    return {
      codec: toCodecName(codec),
      container: toContainerName(format),
      sampleRateHz: shape.sampleRateHz,
      channels: shape.channels,
      bitDepth: findBitDepth(source),
      durationSamples: durationSamples ?? source.statedSamples,
      isExact: durationSamples !== undefined,
      isLossless: isLosslessCodec(codec),
    };
  }

  async describe(target: EncodingTarget): Promise<EncodingDescription> {
    const encoder = new PacketEncoder(target);
    encoder.close();
    return encoder.description;
  }

  async encode(
    order: EncodingOrder,
    work: Work,
    onPackets: (packets: AudioPacket[], description: EncodingDescription) => void,
  ): Promise<void> {
    const { target } = order;
    const encoder = order.isVerbatim ? new VerbatimEncoder(target) : new PacketEncoder(target);
    try {
      const { description } = encoder;
      const plan = planSegment(order, { ...description, primingPackets: PRIMING_PACKETS[target.codec] });
      const source = this.#openSource(order.input);
      const sound = readTargetSound(source, target, plan.startPacket * description.packetSamples);
      const batch = new PacketBatch({ order, plan, description, onPackets });
      await encodeSound({ sound, encoder, batch, work, order });
      batch.end();
      this.#keepIndex(work);
    } finally {
      encoder.close();
    }
  }

  async analyse(input: ReachableInput, work: Work, onProgress: (share: number) => void): Promise<AudioMeasurement> {
    const source = this.#openSource(input);
    const { sampleRateHz, channels } = source.shape;
    const meter = new AudioMeter();
    const stated = source.statedSamples;
    const mixer = openMixer(source.shape);
    try {
      for (const block of source.read(0)) {
        if (block !== undefined) {
          meter.push(block.samples, sampleRateHz, channels, mixer?.convert(block.samples));
          if (stated > 0) onProgress(Math.min(1, block.startSample / stated));
        }
        await work.breathe();
      }
    } finally {
      mixer?.close();
    }
    const measurement = meter.finish();
    await this.#prepareSeeking(source, work);
    return measurement;
  }

  rest(): void {
    this.#open?.source.close();
    this.#open = undefined;
  }

  /** Who plays it later can seek at once. What was measured stands without it: a fault comes again to who seeks. */
  async #prepareSeeking(source: SoundSource, work: Work): Promise<void> {
    try {
      await drain(source.prepareSeeking(), work);
      this.#keepIndex(work);
    } catch {
      work.signal.throwIfAborted();
      this.rest();
    }
  }

  #openSource({ url, key, index }: ReachableInput): SoundSource {
    if (this.#open?.key === key && this.#open.url === url) return this.#open.source;
    this.rest();
    const source = openSource(url, index);
    this.#open = { url, key, source, isIndexKept: index !== undefined };
    return source;
  }

  #keepIndex(work: Work): void {
    const open = this.#open;
    if (open?.source.index === undefined || open.isIndexKept) return;
    work.keepIndex(open.source.index);
    open.isIndexKept = true;
  }
}

/** To two loudspeakers; undefined for what they play as it is, and for channels of which nobody knows the places. */
function openMixer(shape: SoundShape): Resampler | undefined {
  if (shape.channels <= MIXED_CHANNELS) return undefined;
  try {
    return new Resampler(shape, { sampleRateHz: shape.sampleRateHz, channels: MIXED_CHANNELS });
  } catch {
    return undefined;
  }
}

interface Encoding {
  sound: Generator<Float32Array | undefined>;
  encoder: SoundEncoder;
  batch: PacketBatch;
  work: Work;
  order: EncodingOrder;
}

async function encodeSound({ sound, encoder, batch, work, order }: Encoding): Promise<void> {
  const { packetSamples } = encoder.description;
  const frames = cutFrames(sound, {
    frameSamples: packetSamples,
    channels: order.target.channels,
    samples: order.durationSamples - batch.startPacket * packetSamples,
  });
  for (const frame of frames) {
    if (frame !== undefined) batch.add(encoder.encode(frame));
    if (batch.isComplete) break;
    await work.breathe();
  }
  if (!batch.isComplete) batch.add(encoder.finish());
}

function findBitDepth({ codec, parameters }: SoundSource): number | null {
  if (!isLosslessCodec(codec)) return null;
  if (isDsd(codec)) return 1;
  const { bitsPerRawSample, bitsPerCodedSample, format } = parameters;
  return bitsPerRawSample || bitsPerCodedSample || avGetBytesPerSample(format as never) * BITS || null;
}

async function drain<T>(steps: Generator<undefined, T>, work: Work): Promise<T> {
  try {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await work.breathe();
    }
  } finally {
    // An order that is cancelled leaves them in the middle, with native memory to let go of.
    steps.return(undefined as never);
  }
}

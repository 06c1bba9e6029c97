import { AV_NOPTS_VALUE } from 'node-av/constants';
import { Frame, Packet } from 'node-av/lib';
import { toFloatSamples } from './float-samples.ts';
import { openDecoder, readPacket, type OpenMedia } from './open-media.ts';
import { Resampler, type SoundShape } from './resampler.ts';

/** What a decoder gave for one frame, in the shape of the whole source. */
export interface DecodedBlock {
  /** Of its first sample, in the stream's time base; undefined where nobody can tell. */
  label: bigint | undefined;
  /** Interleaved. */
  samples: Float32Array;
  shape: SoundShape;
}

/** Demuxers that count frames by the rate of the first: behind a change of rate their labels are of no use. */
const COUNTING_DEMUXER = 'aac';
/** Packets without any sound after which the reader of blocks gets an empty one, to look at other things. */
const QUIET_PACKETS = 256;

export interface DecodingOptions {
  /** The first packet that is decoded: two decoders that begin with the same one give the same samples. Without it, any. */
  isFirst?: ((packet: Packet) => boolean) | undefined;
  /** The packet from which on blocks are given: those before it only bring the decoder to where it would be. Without it, the first. */
  isHeard?: ((packet: Packet) => boolean) | undefined;
  shape?: SoundShape | undefined;
}

/**
 * Decodes from where the demuxer is to the end, by a fresh decoder, in the shape of the first block. An undefined block comes now and
 * then while there is nothing to tell.
 */
export function* decodeBlocks(
  media: OpenMedia,
  { isFirst, isHeard, shape }: DecodingOptions,
): Generator<DecodedBlock | undefined> {
  const decoder = openDecoder(media);
  const packet = new Packet();
  const frame = new Frame();
  const converter = new ShapeConverter(shape, media.format.iformat?.name !== COUNTING_DEMUXER);
  packet.alloc();
  frame.alloc();
  let quietPackets = 0;
  let hasBegun = isFirst === undefined;
  let isAudible = isHeard === undefined;
  try {
    for (let isOpen = true; isOpen;) {
      isOpen = readPacket(media, packet);
      hasBegun ||= isFirst?.(packet) === true;
      isAudible ||= isHeard?.(packet) === true;
      // A packet that the decoder refuses is damaged: the next one may be good.
      if (hasBegun || !isOpen) decoder.sendPacketSync(isOpen ? packet : null);
      while (decoder.receiveFrameSync(frame) >= 0) {
        if (!isAudible || frame.nbSamples === 0 || frame.channels === 0) continue;
        quietPackets = 0;
        yield converter.convert(frame);
      }
      if (++quietPackets % QUIET_PACKETS === 0) yield undefined;
    }
  } finally {
    frame.free();
    packet.free();
    decoder.freeContext();
    converter.close();
  }
}

/** The first block there is, if any. */
export function skipQuiet(blocks: Generator<DecodedBlock | undefined>): DecodedBlock | undefined {
  for (let step = blocks.next(); step.done !== true; step = blocks.next())
    if (step.value !== undefined) return step.value;
  return undefined;
}

/** Keeps the shape of the first frame when later ones differ, as in streams that were pasted together. */
class ShapeConverter {
  readonly #isLabelledAlways: boolean;
  #shape: SoundShape | undefined;
  #resampler: { from: SoundShape; context: Resampler } | undefined;

  /** `isLabelledAlways`: labels are good behind a change of rate too. */
  constructor(shape: SoundShape | undefined, isLabelledAlways: boolean) {
    this.#shape = shape;
    this.#isLabelledAlways = isLabelledAlways;
  }

  convert(frame: Frame): DecodedBlock {
    const label = frame.pts === AV_NOPTS_VALUE ? undefined : frame.pts;
    const samples = toFloatSamples(frame);
    const { sampleRate: sampleRateHz, channels } = frame;
    this.#shape ??= { sampleRateHz, channels, layout: frame.channelLayout };
    const shape = this.#shape;
    if (shape.sampleRateHz === sampleRateHz && shape.channels === channels) return { label, samples, shape };
    const own = { sampleRateHz, channels, layout: frame.channelLayout };
    const isLabelled = this.#isLabelledAlways || shape.sampleRateHz === sampleRateHz;
    return { label: isLabelled ? label : undefined, samples: this.#resample(samples, own, shape), shape };
  }

  close(): void {
    this.#resampler?.context.close();
  }

  #resample(samples: Float32Array, from: SoundShape, to: SoundShape): Float32Array {
    const current = this.#resampler;
    if (current?.from.sampleRateHz !== from.sampleRateHz || current.from.channels !== from.channels) {
      current?.context.close();
      this.#resampler = { from, context: new Resampler(from, to) };
    }
    return this.#resampler?.context.convert(samples) ?? samples;
  }
}

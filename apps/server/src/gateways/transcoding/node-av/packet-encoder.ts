import { toCodecSetup } from '@jetstream/media-containers';
import {
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_OPT_SEARCH_CHILDREN,
  AV_OPT_TYPE_STRING,
} from 'node-av/constants';
import {
  avChannelLayoutDefault,
  CodecContext,
  CodecParameters,
  Frame,
  getFFmpegInfo,
  Packet,
  Rational,
} from 'node-av/lib';
import type { EncodingDescription, EncodingTarget } from '#gateways/transcoder.ts';
import { ENCODING_EDITION, FLAC_BLOCK_SAMPLES } from '../encoding-grid.ts';
import { UnsupportedTargetError } from '../transcoding-errors.ts';
import { chooseEncoder, type EncoderChoice } from './encoder-choices.ts';

const BITS_PER_KILOBIT = 1000n;

/** One run of an encoder: it is given blocks of the packet length, the last may be shorter, and gives packets in order. */
export interface SoundEncoder {
  readonly description: EncodingDescription;
  /** @returns what is ready: encoders look ahead */
  encode(samples: Float32Array): Uint8Array[];
  /** @returns what was left inside; nothing may be given to it after that */
  finish(): Uint8Array[];
  close(): void;
}

/** By FFmpeg. */
export class PacketEncoder implements SoundEncoder {
  readonly description: EncodingDescription;
  readonly #context: CodecContext;
  readonly #choice: EncoderChoice;
  readonly #target: EncodingTarget;
  #fedSamples = 0;

  /** @throws UnsupportedTargetError */
  constructor(target: EncodingTarget) {
    this.#target = target;
    this.#choice = chooseEncoder(target);
    this.#context = openEncoder(target, this.#choice);
    this.description = describe(this.#context, target, this.#choice);
  }

  encode(samples: Float32Array): Uint8Array[] {
    const { channels, sampleRateHz } = this.#target;
    const count = samples.length / channels;
    const frame = Frame.fromAudioBuffer(this.#choice.toBytes(samples, this.#target), {
      nbSamples: count,
      format: this.#choice.sampleFormat,
      sampleRate: sampleRateHz,
      channelLayout: avChannelLayoutDefault(channels),
      timeBase: { num: 1, den: sampleRateHz },
      pts: BigInt(this.#fedSamples),
    });
    this.#fedSamples += count;
    this.#context.sendFrameSync(frame);
    frame.free();
    return this.#receive();
  }

  finish(): Uint8Array[] {
    this.#context.sendFrameSync(null);
    return this.#receive();
  }

  close(): void {
    this.#context.freeContext();
  }

  #receive(): Uint8Array[] {
    const packets: Uint8Array[] = [];
    const packet = new Packet();
    packet.alloc();
    while (this.#context.receivePacketSync(packet) >= 0) {
      // FLAC ends with a packet that has no frame, only the final header.
      if (packet.data !== null && packet.data.length > 0) packets.push(Uint8Array.from(packet.data));
      packet.unref();
    }
    packet.free();
    return packets;
  }
}

function openEncoder(target: EncodingTarget, { codec, sampleFormat, options }: EncoderChoice): CodecContext {
  const context = new CodecContext();
  context.allocContext3(codec);
  context.sampleRate = target.sampleRateHz;
  context.sampleFormat = sampleFormat;
  context.channelLayout = avChannelLayoutDefault(target.channels);
  context.timeBase = new Rational(1, target.sampleRateHz);
  context.threadCount = 1;
  if (target.bitrateKbps !== null) context.bitRate = BigInt(target.bitrateKbps) * BITS_PER_KILOBIT;
  if (target.bitDepth !== null) context.bitsPerRawSample = target.bitDepth;
  if (target.codec === 'flac') context.frameSize = FLAC_BLOCK_SAMPLES;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT);
  // Not as a Dictionary with open2Sync, which frees it: node-av would free it once more when it is collected, and crash.
  for (const [name, value] of Object.entries(options)) {
    context.setOption(name, value, AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN);
  }
  if (context.open2Sync(codec, null) >= 0) return context;
  context.freeContext();
  const { bitrateKbps, sampleRateHz, channels } = target;
  throw new UnsupportedTargetError(
    `There is no ${target.codec} of ${bitrateKbps ?? 'any'} kbit/s with ${channels} channels at ${sampleRateHz} Hz.`,
  );
}

function describe(context: CodecContext, target: EncodingTarget, { codec }: EncoderChoice): EncodingDescription {
  const parameters = new CodecParameters();
  parameters.alloc();
  parameters.fromContext(context);
  const { codec: name, sampleRateHz, channels } = target;
  const extradata = Uint8Array.from(parameters.extradata ?? []);
  return {
    setup: toCodecSetup({ codec: name, sampleRateHz, channels, extradata }),
    delaySamples: parameters.initialPadding,
    packetSamples: context.frameSize,
    encoder: `${codec.name ?? name} of FFmpeg ${getFFmpegInfo().libraries.avcodec}, edition ${ENCODING_EDITION}`,
  };
}

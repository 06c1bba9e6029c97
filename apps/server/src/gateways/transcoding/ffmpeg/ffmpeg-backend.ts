import { AudioMeter, type AudioMeasurement } from '@jetstream/audio-analysis';
import { openPacketStream, type AudioPacket, type PacketStream } from '@jetstream/media-containers';
import { renumberFlacFrame } from '@jetstream/media-containers/flac-frames';
import type { EncodingDescription, EncodingTarget, ProbedAudio } from '#gateways/transcoder.ts';
import type { EncodingOrder, ReachableInput, TranscodingBackend, Work } from '../backend.ts';
import { isDsd, isLosslessCodec, toCodecName, toContainerName } from '../describe-source.ts';
import { PRIMING_PACKETS } from '../encoding-grid.ts';
import { planSegment, type SegmentPlan } from '../segment-plan.ts';
import { UnreadableMediaError, UnsupportedTargetError } from '../transcoding-errors.ts';
import { encoderArguments, packetSamplesOf, PROGRAM_ENCODERS } from './encoder-arguments.ts';
import { inputArguments, probeSource, type SourceHeader } from './probe-source.ts';
import { readProgram, runProgram } from './run-program.ts';
import { filterOf, seekTo } from './sound-filter.ts';

export interface FfmpegPrograms {
  ffmpegPath: string;
  ffprobePath: string;
}

const QUIET = ['-nostdin', '-v', 'error', '-threads', '1'];
const FLOAT_BYTES = 4;
const TAIL_SECONDS = 3;
const DESCRIBED_SECONDS = 1;

/** The system's ffmpeg, a process for each piece of work: slower to begin than FFmpeg in the process, and there on most machines. */
export class FfmpegBackend implements TranscodingBackend {
  readonly #programs: FfmpegPrograms;
  #known: { key: string; header: SourceHeader } | undefined;
  #version: string | undefined;

  constructor(programs: FfmpegPrograms) {
    this.#programs = programs;
  }

  async probe(input: ReachableInput, work: Work): Promise<ProbedAudio> {
    const header = await this.#probe(input, work);
    const isLossless = isLosslessCodec(header.codec);
    return {
      codec: toCodecName(header.codec),
      container: toContainerName(header.format),
      sampleRateHz: header.sampleRateHz,
      channels: header.channels,
      bitDepth: isDsd(header.codec) ? 1 : isLossless ? header.bitDepth : null,
      durationSamples: await this.#measureDuration(input, header, work),
      isExact: true,
      isLossless,
    };
  }

  async describe(target: EncodingTarget, work: Work): Promise<EncodingDescription> {
    const layout = target.channels === 1 ? 'mono' : target.channels === 2 ? 'stereo' : `${target.channels}c`;
    const silence = `anullsrc=r=${target.sampleRateHz}:cl=${layout}`;
    const args = [...QUIET, '-f', 'lavfi', '-t', String(DESCRIBED_SECONDS), '-i', silence, ...encoderArguments(target)];
    try {
      return (await this.#encode(target, args, work)).description;
    } catch (error) {
      // Silence can be decoded: it is the target that is impossible.
      if (error instanceof UnreadableMediaError) throw new UnsupportedTargetError(error.message);
      throw error;
    }
  }

  async encode(
    order: EncodingOrder,
    work: Work,
    onPackets: (packets: AudioPacket[], description: EncodingDescription) => void,
  ): Promise<void> {
    const { target, input } = order;
    const packetSamples = packetSamplesOf(target);
    const grid = { packetSamples, delaySamples: PROGRAM_ENCODERS[target.codec].delaySamples };
    const plan = planSegment(order, { ...grid, primingPackets: PRIMING_PACKETS[target.codec] });
    const header = await this.#probe(input, work);
    const sound = filterOf(order, { header, plan, packetSamples });
    const args = [
      ...QUIET,
      ...seekTo(sound.seekSample, header),
      ...inputArguments(input),
      ...streamArguments(header),
      '-af',
      sound.filter,
      ...encoderArguments(target),
    ];
    const { packets, description } = await this.#encode(target, args, work);
    onPackets(number(packets, { order, plan, packetSamples }), description);
  }

  async analyse(input: ReachableInput, work: Work, onProgress: (share: number) => void): Promise<AudioMeasurement> {
    const header = await this.#probe(input, work);
    const meter = new AudioMeter();
    const frameBytes = header.channels * FLOAT_BYTES;
    let samples = 0;
    let rest = Buffer.alloc(0);
    for await (const piece of runProgram(this.#programs.ffmpegPath, decodeArguments(input, header, 0), work)) {
      const bytes = Buffer.concat([rest, piece]);
      const whole = bytes.length - (bytes.length % frameBytes);
      rest = bytes.subarray(whole);
      // A copy of its own, as floats have to lie at multiples of four.
      meter.push(
        new Float32Array(Uint8Array.from(bytes.subarray(0, whole)).buffer),
        header.sampleRateHz,
        header.channels,
      );
      samples += whole / frameBytes;
      if (header.statedSamples > 0) onProgress(Math.min(1, samples / header.statedSamples));
    }
    return meter.finish();
  }

  rest(): void {
    this.#known = undefined;
  }

  async #probe(input: ReachableInput, work: Work): Promise<SourceHeader> {
    if (this.#known?.key === input.key) return this.#known.header;
    const header = await probeSource(this.#programs.ffprobePath, input, work);
    this.#known = { key: input.key, header };
    return header;
  }

  async #measureDuration(input: ReachableInput, header: SourceHeader, work: Work): Promise<number> {
    const start = header.statedSamples - TAIL_SECONDS * header.sampleRateHz;
    if (header.timing.kind === 'labelled' && start > 0) {
      const samples = await this.#count(input, { header, startSample: start }, work).catch((error: unknown) => {
        if (error instanceof UnreadableMediaError) return 0;
        throw error;
      });
      if (samples > 0) return start + samples;
    }
    const samples = await this.#count(input, { header, startSample: 0 }, work);
    if (samples === 0) throw new UnreadableMediaError('Nothing of it can be decoded.');
    return samples;
  }

  async #count(
    input: ReachableInput,
    { header, startSample }: { header: SourceHeader; startSample: number },
    work: Work,
  ): Promise<number> {
    let bytes = 0;
    const args = decodeArguments(input, header, startSample);
    for await (const piece of runProgram(this.#programs.ffmpegPath, args, work)) bytes += piece.length;
    return Math.floor(bytes / FLOAT_BYTES / header.channels);
  }

  async #encode(target: EncodingTarget, args: string[], work: Work) {
    const bytes = await readProgram(this.#programs.ffmpegPath, args, work);
    const stream = await openPacketStream(inMemory(bytes));
    if (stream === undefined) throw new UnsupportedTargetError(`FFmpeg made no ${target.codec}.`);
    const packets = await stream.readPackets(0, Number.MAX_SAFE_INTEGER);
    return { packets, description: this.#describe(target, stream, await this.#findVersion(work)) };
  }

  #describe(target: EncodingTarget, { setup }: PacketStream, version: string): EncodingDescription {
    const { delaySamples, name } = PROGRAM_ENCODERS[target.codec];
    return { setup, delaySamples, packetSamples: packetSamplesOf(target), encoder: `${name} of ffmpeg ${version}` };
  }

  async #findVersion(work: Work): Promise<string> {
    this.#version ??= /version (\S+)/.exec(
      String(await readProgram(this.#programs.ffmpegPath, ['-version'], work)),
    )?.[1];
    return this.#version ?? 'unknown';
  }
}

const FLOAT_OUTPUT = ['-f', 'f32le', '-c:a', 'pcm_f32le', 'pipe:1'];
const streamArguments = ({ streamIndex }: SourceHeader): string[] => ['-map', `0:${streamIndex}`, '-vn'];

const decodeArguments = (input: ReachableInput, header: SourceHeader, startSample: number): string[] => [
  ...QUIET,
  ...seekTo(startSample, header),
  ...inputArguments(input),
  ...streamArguments(header),
  ...FLOAT_OUTPUT,
];

interface Numbering {
  order: EncodingOrder;
  plan: SegmentPlan;
  packetSamples: number;
}

/** The packets of the segment, at their places of the whole encoding. */
function number(packets: readonly AudioPacket[], { order, plan, packetSamples }: Numbering): AudioPacket[] {
  const { startPacket, firstPacket, endPacket } = plan;
  return packets.slice(firstPacket - startPacket, endPacket - startPacket).map(({ data }, index) => {
    const packet = firstPacket + index;
    const startSample = packet * packetSamples;
    if (order.target.codec !== 'flac') return { data: Uint8Array.from(data), startSample, sampleCount: packetSamples };
    const sampleCount = Math.min(packetSamples, order.durationSamples - startSample);
    return { data: renumberFlacFrame(data, packet), startSample, sampleCount };
  });
}

const inMemory = (bytes: Buffer) => ({
  sizeBytes: bytes.length,
  read: async (position: number, length: number) => new Uint8Array(bytes.subarray(position, position + length)),
});

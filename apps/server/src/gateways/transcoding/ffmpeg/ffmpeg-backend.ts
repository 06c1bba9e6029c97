import { AudioMeter, MIXED_CHANNELS, type AudioMeasurement } from '@jetstream/audio-analysis';
import { openPacketStream, type AudioPacket, type PacketStream } from '@jetstream/media-containers';
import type { EncodingDescription, EncodingTarget, ProbedAudio } from '#gateways/transcoder.ts';
import { toTargetName } from '#models/encoding-target.ts';
import type { EncodingOrder, ReachableInput, TranscodingBackend, Work } from '../backend.ts';
import { isDsd, isLosslessCodec, toCodecName, toContainerName } from '../describe-source.ts';
import { ENCODING_EDITION, PRIMING_PACKETS } from '../encoding-grid.ts';
import { PacketBatch } from '../packet-batch.ts';
import { planSegment } from '../segment-plan.ts';
import { UnreadableMediaError, UnsupportedTargetError } from '../transcoding-errors.ts';
import { encoderArguments, packetSamplesOf, PROGRAM_ENCODERS, rawArguments } from './encoder-arguments.ts';
import { countFedSamples, withFeed, type PacketFeed } from './packet-feed.ts';
import { inputArguments, probeSource, type SourceHeader } from './probe-source.ts';
import { readFragmentPackets, readVerbatimFrames } from './read-packets.ts';
import { readProgram, runProgram } from './run-program.ts';
import { cutOf, filterOf, mixBeside, seekSampleOf, seekTo } from './sound-filter.ts';

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
  #known: { url: string; key: string; header: SourceHeader } | undefined;
  readonly #descriptions = new Map<string, EncodingDescription>();
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
    const input = ['-f', 'lavfi', '-t', String(DESCRIBED_SECONDS), '-i', silence];
    try {
      const args = [...QUIET, ...input, ...encoderArguments(target, 'described')];
      const stream = await openPacketStream(inMemory(await readProgram(this.#programs.ffmpegPath, args, work)));
      if (stream === undefined) throw new UnsupportedTargetError(`FFmpeg made no ${target.codec}.`);
      return this.#describe(target, stream, await this.#findVersion(work));
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
    const [description, header] = await Promise.all([this.#getDescription(target, work), this.#probe(input, work)]);
    const { packetSamples } = description;
    const plan = planSegment(order, { ...description, primingPackets: PRIMING_PACKETS[target.codec] });
    const cut = cutOf(order, { header, plan, packetSamples });
    const batch = new PacketBatch({ order, plan, description, onPackets });
    await withFeed({ input, header, cut, work }, async (feed) => {
      const sought = seekSampleOf(cut, header);
      const args = [
        ...QUIET,
        ...(feed
          ? feedArguments(feed)
          : [...seekTo(sought, header), ...inputArguments(input), ...streamArguments(header)]),
        '-af',
        filterOf(order, cut, { header, firstSample: feed?.firstSample ?? sought, isSought: !feed && sought > 0 }),
        ...(order.isVerbatim ? rawArguments(target) : encoderArguments(target, 'streamed')),
      ];
      const pieces = runProgram({ path: this.#programs.ffmpegPath, args, input: feed?.pieces }, work);
      await fillBatch(batch, order.isVerbatim ? readVerbatimFrames(pieces, target) : readFragmentPackets(pieces));
    });
  }

  async analyse(input: ReachableInput, work: Work, onProgress: (share: number) => void): Promise<AudioMeasurement> {
    const header = await this.#probe(input, work);
    const meter = new AudioMeter();
    const { sampleRateHz, channels } = header;
    const mix = mixBeside(channels);
    const frameBytes = (channels + (mix === undefined ? 0 : MIXED_CHANNELS)) * FLOAT_BYTES;
    let samples = 0;
    let rest = Buffer.alloc(0);
    const run = { path: this.#programs.ffmpegPath, args: decodeArguments(input, header, { mix }) };
    for await (const piece of runProgram(run, work)) {
      const bytes = Buffer.concat([rest, piece]);
      const whole = bytes.length - (bytes.length % frameBytes);
      rest = bytes.subarray(whole);
      // A copy of its own, as floats have to lie at multiples of four.
      const block = new Float32Array(Uint8Array.from(bytes.subarray(0, whole)).buffer);
      if (mix === undefined) meter.push(block, sampleRateHz, channels);
      else {
        const [all, mixed] = splitFrames(block, channels);
        meter.push(all, sampleRateHz, channels, mixed);
      }
      samples += whole / frameBytes;
      if (header.statedSamples > 0) onProgress(Math.min(1, samples / header.statedSamples));
    }
    return meter.finish();
  }

  rest(): void {
    this.#known = undefined;
  }

  async #probe(input: ReachableInput, work: Work): Promise<SourceHeader> {
    const { url, key } = input;
    if (this.#known?.key === key && this.#known.url === url) return this.#known.header;
    const header = await probeSource(this.#programs.ffprobePath, input, work);
    this.#known = { url, key, header };
    return header;
  }

  async #measureDuration(input: ReachableInput, header: SourceHeader, work: Work): Promise<number> {
    const counted = await countFedSamples(input, header, work);
    if (counted !== undefined) return counted;
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
    const args = decodeArguments(input, header, { startSample });
    for await (const piece of runProgram({ path: this.#programs.ffmpegPath, args }, work)) bytes += piece.length;
    return Math.floor(bytes / FLOAT_BYTES / header.channels);
  }

  /** Who encodes one segment of a target will encode others. */
  async #getDescription(target: EncodingTarget, work: Work): Promise<EncodingDescription> {
    const key = toTargetName(target);
    const description = this.#descriptions.get(key) ?? (await this.describe(target, work));
    this.#descriptions.set(key, description);
    return description;
  }

  #describe(target: EncodingTarget, { setup }: PacketStream, version: string): EncodingDescription {
    const { delaySamples, name } = PROGRAM_ENCODERS[target.codec];
    return {
      setup,
      delaySamples,
      packetSamples: packetSamplesOf(target),
      encoder: `${name} of ffmpeg ${version}, edition ${ENCODING_EDITION}`,
    };
  }

  async #findVersion(work: Work): Promise<string> {
    this.#version ??= /version (\S+)/.exec(
      String(await readProgram(this.#programs.ffmpegPath, ['-version'], work)),
    )?.[1];
    return this.#version ?? 'unknown';
  }
}

/** Takes no more than it needs, which ends the program. @throws UnreadableMediaError when nothing comes */
async function fillBatch(batch: PacketBatch, packets: AsyncIterable<Uint8Array>): Promise<void> {
  let isEmpty = !batch.isComplete;
  if (!batch.isComplete)
    for await (const packet of packets) {
      isEmpty = false;
      batch.add([packet]);
      if (batch.isComplete) break;
    }
  if (isEmpty) throw new UnreadableMediaError('Nothing of it can be decoded.');
  batch.end();
}

/** Frames of all channels, and those of the two behind them. */
function splitFrames(block: Float32Array, channels: number): [all: Float32Array, mixed: Float32Array] {
  const width = channels + MIXED_CHANNELS;
  const frames = block.length / width;
  const all = new Float32Array(frames * channels);
  const mixed = new Float32Array(frames * MIXED_CHANNELS);
  for (let frame = 0; frame < frames; frame++) {
    const at = frame * width;
    all.set(block.subarray(at, at + channels), frame * channels);
    mixed.set(block.subarray(at + channels, at + width), frame * MIXED_CHANNELS);
  }
  return [all, mixed];
}

const FLOAT_OUTPUT = ['-f', 'f32le', '-c:a', 'pcm_f32le', 'pipe:1'];
const streamArguments = ({ streamIndex }: SourceHeader): string[] => ['-map', `0:${streamIndex}`, '-vn'];

const feedArguments = ({ format }: PacketFeed): string[] => ['-f', format, '-i', 'pipe:0', '-map', '0:a:0'];

const decodeArguments = (
  input: ReachableInput,
  header: SourceHeader,
  { startSample = 0, mix }: { startSample?: number; mix?: string | undefined },
): string[] => [
  ...QUIET,
  ...seekTo(startSample, header),
  ...inputArguments(input),
  ...streamArguments(header),
  ...(mix === undefined ? [] : ['-af', mix]),
  ...FLOAT_OUTPUT,
];

const inMemory = (bytes: Buffer) => ({
  sizeBytes: bytes.length,
  read: async (position: number, length: number) => new Uint8Array(bytes.subarray(position, position + length)),
});

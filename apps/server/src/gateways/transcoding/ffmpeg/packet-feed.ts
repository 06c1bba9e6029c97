import {
  type AudioPacket,
  type ByteSource,
  type CodecSetup,
  concatBytes,
  MediaContainerError,
  MediaSegmentWriter,
  openPacketStream,
  type PacketStream,
  runUpSamplesOf,
  writeInitSegment,
} from '@jetstream/media-containers';
import type { ReachableInput, Work } from '../backend.ts';
import { withBytes } from './input-bytes.ts';
import type { SourceHeader } from './probe-source.ts';
import type { SoundCut } from './sound-filter.ts';

/** Packets of a sound from near a place on, in a container that the program reads from its input. */
export interface PacketFeed {
  /** What the first sample is that the program decodes of it. */
  firstSample: number;
  /** FFmpeg's name. */
  format: string;
  pieces: AsyncIterable<Uint8Array>;
}

/** Of Ogg the program goes by labels that may be off; our own reader counts what every packet holds. */
const FED_CODECS = new Set(['vorbis', 'flac']);
const FORMATS = { mp4: 'mp4', webm: 'matroska', mpeg: 'mp3' } as const;
const PIECE_SECONDS = 8;

const isFed = ({ format, codec }: SourceHeader): boolean => format === 'ogg' && FED_CODECS.has(codec);

interface FeedWish {
  input: ReachableInput;
  header: SourceHeader;
  cut: SoundCut;
  work: Work;
}

/**
 * Gives packets for a stretch of a sound, where the program does not find it by itself. Undefined where it does, at the start, and where our
 * reader does not either: in damaged files, and in streams that follow each other.
 */
export async function withFeed(
  { input, header, cut, work }: FeedWish,
  use: (feed: PacketFeed | undefined) => Promise<void>,
): Promise<void> {
  if (!isFed(header) || cut.sourceSample === 0) return await use(undefined);
  await withBytes(input, work, async (source) => {
    const stream = await openStream(source);
    await use(stream && (await feedPackets(stream, cut)));
  });
}

/** Samples that are heard; undefined where the program has to count them. */
export async function countFedSamples(
  input: ReachableInput,
  header: SourceHeader,
  work: Work,
): Promise<number | undefined> {
  if (!isFed(header)) return undefined;
  return await withBytes(input, work, async (source) => (await openStream(source))?.durationSamples);
}

async function openStream(source: ByteSource): Promise<PacketStream | undefined> {
  const stream = await unlessDamaged(openPacketStream(source));
  return stream && stream.durationSamples > 0 ? stream : undefined;
}

async function feedPackets(
  stream: PacketStream,
  { sourceSample, sourceEnd }: SoundCut,
): Promise<PacketFeed | undefined> {
  const { setup, delaySamples } = stream;
  const pieceSamples = PIECE_SECONDS * setup.sampleRateHz;
  const start = sourceSample + delaySamples;
  const firstEnd = start + pieceSamples;
  // Twice the run-up, as the packet in which it begins is not among those that begin in it.
  const first = await unlessDamaged(stream.readPackets(start - 2 * runUpSamplesOf(setup), firstEnd));
  // A decoder of Vorbis gives nothing for the first packet that it gets.
  const heard = first?.[setup.codec === 'vorbis' ? 1 : 0];
  if (!first || !heard || heard.startSample > start) return undefined;
  return {
    firstSample: heard.startSample - delaySamples,
    format: FORMATS[setup.framing],
    pieces: writePieces(stream, first, { from: firstEnd, to: sourceEnd + delaySamples, pieceSamples }),
  };
}

/** Ends where the file is damaged: what follows would come too early. */
async function* writePieces(
  stream: PacketStream,
  first: readonly AudioPacket[],
  { from, to, pieceSamples }: { from: number; to: number; pieceSamples: number },
): AsyncGenerator<Uint8Array> {
  const { setup, durationSamples } = stream;
  yield concatBytes([writeInitSegment(setup, { durationSamples, delaySamples: 0 }), write(setup, first, 0)]);
  for (let at = from; at < to; at += pieceSamples) {
    const packets = await unlessDamaged(stream.readPackets(at, at + pieceSamples));
    if (!packets || packets.length === 0) return;
    yield write(setup, packets, at);
  }
}

/** `sequence`: higher than those before. */
function write(setup: CodecSetup, packets: readonly AudioPacket[], sequence: number): Uint8Array {
  const writer = new MediaSegmentWriter(setup, { sequence });
  return concatBytes([writer.add(packets), writer.finish()]);
}

async function unlessDamaged<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof MediaContainerError) return undefined;
    throw error;
  }
}

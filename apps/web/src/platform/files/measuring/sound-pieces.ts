import type { StoredAudio } from '@jetstream/app-core/services';
import {
  concatBytes,
  openPacketStream,
  withFraming,
  writeInitSegment,
  writeMediaSegment,
  type AudioPacket,
  type CodecSetup,
  type PacketStream,
} from '@jetstream/media-containers';
import { readWavPieces } from './wav-pieces.ts';

/** A part of a file that is a file of its own, which browsers decode whole. */
export interface SoundPiece {
  bytes: Uint8Array;
  /** To decode at, so that nothing is resampled. */
  sampleRateHz: number;
  /** What of the decoded samples is heard, counted from the end: decoders differ in what they leave out at the start. Null for all. */
  cut: { decodedSamples: number; skipSamples: number; dropSamples: number } | null;
}

export const PIECE_SECONDS = 10;
/** Decoders need what lies before: MP3's bit reservoir, the overlap of AAC and Vorbis, the 80 ms of Opus. */
const RUN_UP_SECONDS = 0.5;
/** What cannot be cut is decoded whole up to this size. */
const LARGEST_WHOLE_BYTES = 256 * 1024 * 1024;

export interface PieceFormat {
  sampleRateHz: number | null;
  channels: number | null;
  /** 0 when it is not known. */
  durationMs: number;
}

/** The sound of a file from start to end, piece by piece. Nothing for a file that would take too much memory. */
export async function* readSoundPieces(file: StoredAudio, format: PieceFormat): AsyncGenerator<SoundPiece> {
  const stream = await openPacketStream(file).catch(() => undefined);
  if (stream) return yield* readPacketPieces(stream);
  const wav = await readWavPieces(file, PIECE_SECONDS);
  if (wav) return yield* wav;
  const sampleRateHz = format.sampleRateHz ?? 48_000;
  const decodedBytes =
    (format.durationMs / 1000) * sampleRateHz * (format.channels ?? 2) * Float32Array.BYTES_PER_ELEMENT;
  if (Math.max(decodedBytes, file.sizeBytes) > LARGEST_WHOLE_BYTES) return;
  yield { bytes: await file.read(0, file.sizeBytes), sampleRateHz, cut: null };
}

async function* readPacketPieces(stream: PacketStream): AsyncGenerator<SoundPiece> {
  const { delaySamples, durationSamples, setup } = stream;
  const framed = setup.codec === 'mp3' ? withFraming(setup, 'mpeg') : setup;
  const endSample = delaySamples + durationSamples;
  const pieceSamples = PIECE_SECONDS * setup.sampleRateHz;
  const runUpSamples = RUN_UP_SECONDS * setup.sampleRateHz;
  for (let from = 0; from < endSample; from += pieceSamples) {
    const packets = await stream.readPackets(Math.max(0, from - runUpSamples), from + pieceSamples);
    const [first] = packets;
    const last = packets.at(-1);
    if (!first || !last) continue;
    const skipFrom = from === 0 ? delaySamples : packets.find(({ startSample }) => startSample >= from)?.startSample;
    // The rest of the sound lies in a packet of the piece before.
    if (skipFrom === undefined) continue;
    const decodedEnd = last.startSample + last.sampleCount;
    yield {
      bytes: toFile(framed, packets),
      sampleRateHz: setup.sampleRateHz,
      cut: {
        decodedSamples: decodedEnd - first.startSample,
        skipSamples: skipFrom - first.startSample,
        dropSamples: Math.max(0, decodedEnd - endSample),
      },
    };
  }
}

/** The packets as a file that begins with them. */
function toFile(setup: CodecSetup, packets: readonly AudioPacket[]): Uint8Array {
  const start = packets[0]?.startSample ?? 0;
  const moved = packets.map((packet) => ({ ...packet, startSample: packet.startSample - start }));
  const durationSamples = packets.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  return concatBytes([
    writeInitSegment(setup, { durationSamples, delaySamples: 0 }),
    writeMediaSegment(setup, { sequence: 0, packets: moved }),
  ]);
}

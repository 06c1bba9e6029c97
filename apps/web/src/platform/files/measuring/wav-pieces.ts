import type { StoredAudio } from '@jetstream/app-core/services';
import type { SoundPiece } from './sound-pieces.ts';

const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const LARGEST_FORMAT_BYTES = 256;
/** In RF64 the length of the data stands elsewhere, and is everything up to the end. */
const UNKNOWN_BYTES = 0xff_ff_ff_ff;
const MOST_CHUNKS = 64;

interface WavLayout {
  format: Uint8Array;
  dataStart: number;
  dataEnd: number;
}

/** WAVE cut into WAVE files; undefined for anything else. */
export async function readWavPieces(
  file: StoredAudio,
  pieceSeconds: number,
): Promise<AsyncGenerator<SoundPiece> | undefined> {
  const layout = await findLayout(file);
  return layout && cutWav(file, layout, pieceSeconds);
}

async function* cutWav(
  file: StoredAudio,
  { format, dataStart, dataEnd }: WavLayout,
  pieceSeconds: number,
): AsyncGenerator<SoundPiece> {
  const fields = new DataView(format.buffer, format.byteOffset, format.byteLength);
  const sampleRateHz = fields.getUint32(4, true);
  const frameBytes = fields.getUint16(12, true);
  if (sampleRateHz === 0 || frameBytes === 0) return;
  const pieceBytes = pieceSeconds * sampleRateHz * frameBytes;
  for (let at = dataStart; at + frameBytes <= dataEnd; at += pieceBytes) {
    const length = Math.min(pieceBytes, dataEnd - at);
    const data = await file.read(at, length - (length % frameBytes));
    if (data.length === 0) return;
    yield { bytes: toWav(format, data), sampleRateHz, cut: null };
  }
}

async function findLayout(file: StoredAudio): Promise<WavLayout | undefined> {
  const head = await file.read(0, RIFF_HEADER_BYTES);
  if (!/^(?:RIFF|RF64)$/.test(textAt(head, 0)) || textAt(head, 8) !== 'WAVE') return undefined;
  let format: Uint8Array | undefined;
  for (let at = RIFF_HEADER_BYTES, count = 0; count < MOST_CHUNKS; count += 1) {
    const chunk = await file.read(at, CHUNK_HEADER_BYTES);
    if (chunk.length < CHUNK_HEADER_BYTES) return undefined;
    const sizeBytes = new DataView(chunk.buffer, chunk.byteOffset).getUint32(4, true);
    const start = at + CHUNK_HEADER_BYTES;
    const name = textAt(chunk, 0);
    if (name === 'fmt ' && sizeBytes >= 16 && sizeBytes <= LARGEST_FORMAT_BYTES)
      format = await file.read(start, sizeBytes);
    else if (name === 'data' && format) {
      const dataEnd = sizeBytes === UNKNOWN_BYTES ? file.sizeBytes : Math.min(file.sizeBytes, start + sizeBytes);
      return { format, dataStart: start, dataEnd };
    }
    at = start + sizeBytes + (sizeBytes % 2);
  }
  return undefined;
}

function toWav(format: Uint8Array, data: Uint8Array): Uint8Array {
  const headBytes = RIFF_HEADER_BYTES + CHUNK_HEADER_BYTES + format.length + CHUNK_HEADER_BYTES;
  const wav = new Uint8Array(headBytes + data.length);
  const fields = new DataView(wav.buffer);
  const write = (text: string, at: number) => new TextEncoder().encodeInto(text, wav.subarray(at, at + 4));
  write('RIFF', 0);
  fields.setUint32(4, wav.length - CHUNK_HEADER_BYTES, true);
  write('WAVE', 8);
  write('fmt ', RIFF_HEADER_BYTES);
  fields.setUint32(RIFF_HEADER_BYTES + 4, format.length, true);
  wav.set(format, RIFF_HEADER_BYTES + CHUNK_HEADER_BYTES);
  write('data', headBytes - CHUNK_HEADER_BYTES);
  fields.setUint32(headBytes - 4, data.length, true);
  wav.set(data, headBytes);
  return wav;
}

const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

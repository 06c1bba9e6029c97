import type { FileView } from './file-view.ts';
import type { RawReading } from './raw-reading.ts';
import { describeWave, type Wave } from './read-wav.ts';
import { TagSink } from './tag-sink.ts';

const MOST_CHUNKS = 1_000;
/** Behind the ids of RIFF and of WAVE, and the length of all. */
const FIRST_CHUNK = 40;
/** An id of 16 bytes, which begins with that of RIFF, and a length that counts both. */
const CHUNK_HEADER_BYTES = 24;
const ALIGNMENT = 8;

/** Reads Sony's Wave64: the chunks of WAVE with lengths of 64 bits. */
export function readW64(view: FileView): RawReading {
  const wave: Wave = { format: null, data: null, isCutOff: false, samples: 0, longDataSize: null };
  let at = FIRST_CHUNK;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const header = view.read(at, CHUNK_HEADER_BYTES);
    if (header.length < CHUNK_HEADER_BYTES) break;
    const size = Number(header.readBigUInt64LE(16));
    if (size < CHUNK_HEADER_BYTES) break;
    const [kind, start, end] = [
      header.toString('latin1', 0, 4),
      at + CHUNK_HEADER_BYTES,
      Math.min(view.size, at + size),
    ];
    if (kind === 'fmt ') wave.format ??= view.read(start, Math.min(64, end - start));
    else if (kind === 'data') wave.data ??= { start, end };
    at += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
  }
  return { sink: new TagSink(), ...describeWave(view, wave, 'Wave64') };
}

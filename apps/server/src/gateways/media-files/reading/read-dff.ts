import { findAudioExtent } from './audio-extent.ts';
import { keyOfRange } from './audio-key.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { readId3v2 } from './id3v2.ts';
import { isClearlyShort, type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';

const MOST_CHUNKS = 1_000;
/** Behind the header of the form and its type. */
const FIRST_CHUNK = 16;
const CHUNK_HEADER_BYTES = 12;
const BITS_PER_BYTE = 8;

interface Chunk {
  id: string;
  start: number;
  end: number;
}

/** Reads DSDIFF 1.5: chunks with lengths of 64 bits, padded to even ones. Taggers add a chunk with an ID3v2 tag. */
export function readDff(view: FileView): RawReading {
  const chunks = listChunks(view, FIRST_CHUNK, view.size);
  const sound = chunks.find(({ id }) => id === 'DSD ' || id === 'DST ');
  const { sampleRateHz, channels } = readProperties(view, chunks);
  if (!sound || !sampleRateHz || !channels) throw new MalformedAudio('No sound of a DSDIFF file.');
  const sink = new TagSink();
  for (const { id, start } of chunks) if (id === 'ID3 ') sink.addMissingFrom(readId3v2(view, start).sink);
  const { start, end } = findAudioExtent(view, 'dff');
  const durationMs =
    sound.id === 'DST '
      ? measureDst(view, sound)
      : toDurationMs(((end - start) * BITS_PER_BYTE) / channels, sampleRateHz);
  return {
    sink,
    durationMs,
    audioKey: keyOfRange(view, 'dff', start, end),
    isCutOff: isClearlyShort(view.size - sound.start, sound.end - sound.start),
    format: {
      container: 'DSDIFF',
      codec: 'dsd',
      mimeType: 'audio/x-dff',
      isLossless: true,
      bitrateKbps: toBitrateKbps(end - start, durationMs),
      sampleRateHz,
      bitDepth: 1,
      channels,
    },
  };
}

function listChunks(view: FileView, first: number, end: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = first; at + CHUNK_HEADER_BYTES <= end && chunks.length < MOST_CHUNKS;) {
    const header = view.read(at, CHUNK_HEADER_BYTES);
    if (header.length < CHUNK_HEADER_BYTES) break;
    const size = Number(header.readBigUInt64BE(4));
    const start = at + CHUNK_HEADER_BYTES;
    chunks.push({ id: header.toString('latin1', 0, 4), start, end: start + size });
    at = start + size + (size & 1);
  }
  return chunks;
}

function readProperties(view: FileView, chunks: readonly Chunk[]): { sampleRateHz: number; channels: number } {
  const all = chunks.find(({ id }) => id === 'PROP');
  const properties = all ? listChunks(view, all.start + 4, all.end) : [];
  const startOf = (wanted: string) => properties.find(({ id }) => id === wanted)?.start ?? view.size;
  const [rate, channels] = [view.read(startOf('FS  '), 4), view.read(startOf('CHNL'), 2)];
  return {
    sampleRateHz: rate.length === 4 ? rate.readUInt32BE(0) : 0,
    channels: channels.length === 2 ? channels.readUInt16BE(0) : 0,
  };
}

/** How many frames there are of compressed sound, and how many of them are a second. */
function measureDst(view: FileView, { start }: Chunk): number {
  const information = view.read(start + CHUNK_HEADER_BYTES, 6);
  if (information.length < 6 || view.read(start, 4).toString('latin1') !== 'FRTE') return 0;
  return toDurationMs(information.readUInt32BE(0), information.readUInt16BE(4));
}

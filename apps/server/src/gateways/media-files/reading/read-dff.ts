import { keyOfRange } from './audio-key.ts';
import { type DffChunk, isDffSound, walkDffChunks } from './dff-chunks.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { readId3v2 } from './id3v2.ts';
import { isClearlyShort, type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';

const BITS_PER_BYTE = 8;
/** Behind the header of the chunk `FRTE`. */
const FRAME_INFORMATION_AT = 12;

/** Reads DSDIFF 1.5. Taggers add a chunk with an ID3v2 tag. */
export function readDff(view: FileView): RawReading {
  const chunks = [...walkDffChunks(view)];
  const sound = chunks.find(isDffSound);
  const { sampleRateHz, channels } = readProperties(view, chunks);
  if (!sound || !sampleRateHz || !channels) throw new MalformedAudio('No sound of a DSDIFF file.');
  const sink = new TagSink();
  for (const { id, start } of chunks) if (id === 'ID3 ') sink.addMissingFrom(readId3v2(view, start).sink);
  const { start } = sound;
  const end = Math.min(view.size, sound.end);
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

function readProperties(view: FileView, chunks: readonly DffChunk[]): { sampleRateHz: number; channels: number } {
  const all = chunks.find(({ id }) => id === 'PROP');
  const properties = all ? [...walkDffChunks(view, all.start + 4, all.end)] : [];
  const startOf = (wanted: string) => properties.find(({ id }) => id === wanted)?.start ?? view.size;
  const [rate, channels] = [view.read(startOf('FS  '), 4), view.read(startOf('CHNL'), 2)];
  return {
    sampleRateHz: rate.length === 4 ? rate.readUInt32BE(0) : 0,
    channels: channels.length === 2 ? channels.readUInt16BE(0) : 0,
  };
}

/** How many frames there are of compressed sound, and how many of them are a second. */
function measureDst(view: FileView, { start }: DffChunk): number {
  const information = view.read(start + FRAME_INFORMATION_AT, 6);
  if (information.length < 6 || view.read(start, 4).toString('latin1') !== 'FRTE') return 0;
  return toDurationMs(information.readUInt32BE(0), information.readUInt16BE(4));
}

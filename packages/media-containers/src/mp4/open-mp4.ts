import { WindowedSource } from '../bytes/windowed-source.ts';
import type { ByteSource, PacketStream } from '../packet-stream.ts';
import { findHeardPart, type HeardPart, type OpenedTrack } from './heard-part.ts';
import { Mp4PacketReader } from './mp4-packet-reader.ts';
import { listBoxes, readBox, type BoxPlace } from './read-boxes.ts';
import { findMp4Codec } from './read-sample-entry.ts';
import { SampleTable } from './sample-table.ts';

const PIECE_BYTES = 256 * 1024;
const HEAD_PIECE_BYTES = 64 * 1024;

/** AAC, MP3, FLAC or Opus in the first track of an MP4 file that holds one of them; not of a fragmented file. */
export async function openMp4(source: ByteSource, start: number): Promise<PacketStream | undefined> {
  const heads = new WindowedSource(source, HEAD_PIECE_BYTES);
  const whole = { contentPosition: start, endPosition: source.sizeBytes };
  const top = await listBoxes(heads, whole, ({ type }) => type === 'moov');
  const movie = top.find(({ type }) => type === 'moov');
  if (!movie) return undefined;
  const packets = new WindowedSource(source, PIECE_BYTES);
  const movieBoxes = await listBoxes(heads, movie);
  // What the movie lists itself may be only the beginning.
  if (movieBoxes.some(({ type }) => type === 'mvex')) return undefined;
  for (const track of movieBoxes.filter(({ type }) => type === 'trak')) {
    const opened = await openTrack(heads, packets, track);
    if (opened) return toPacketStream(opened, await findHeardPart(heads, { movieBoxes, ...opened }));
  }
  return undefined;
}

async function openTrack(
  heads: WindowedSource,
  packets: WindowedSource,
  track: BoxPlace,
): Promise<OpenedTrack | undefined> {
  const trackBoxes = await listBoxes(heads, track);
  const mediaBoxes = await descend(heads, trackBoxes, 'mdia');
  const tables = await descend(heads, await descend(heads, mediaBoxes, 'minf'), 'stbl');
  const find = async (boxes: readonly BoxPlace[], ...types: string[]) => {
    const box = boxes.find(({ type }) => types.includes(type));
    return box && readBox(heads, box);
  };
  const [handler, header] = [await find(mediaBoxes, 'hdlr'), await find(mediaBoxes, 'mdhd')];
  handler?.skip(8);
  if (handler?.ascii(4) !== 'soun' || !header) return undefined;
  header.skip(header.u8() === 1 ? 3 + 16 : 3 + 8);
  const timescale = header.u32();
  const [stsd, stts, stsc, stsz, chunkOffsets] = [
    await find(tables, 'stsd'),
    await find(tables, 'stts'),
    await find(tables, 'stsc'),
    await find(tables, 'stsz'),
    await find(tables, 'stco', 'co64'),
  ];
  if (!stsd || !stts || !stsc || !stsz || !chunkOffsets || timescale === 0) return undefined;
  const hasWideOffsets = !tables.some(({ type }) => type === 'stco');
  const table = new SampleTable({ stts, stsc, stsz, chunkOffsets, hasWideOffsets, fileBytes: packets.sizeBytes });
  const first = table.list(0, 1).next().value;
  if (!first) return undefined;
  const codec = findMp4Codec(stsd, await packets.read(first.position, 4));
  return codec && { reader: new Mp4PacketReader({ source: packets, table, codec, timescale }), trackBoxes, timescale };
}

async function descend(source: WindowedSource, boxes: readonly BoxPlace[], type: string): Promise<BoxPlace[]> {
  const box = boxes.find((other) => other.type === type);
  return box ? listBoxes(source, box) : [];
}

function toPacketStream({ reader }: OpenedTrack, heard: HeardPart): PacketStream {
  return {
    setup: reader.codec.setup,
    delaySamples: heard.from,
    paddingSamples: heard.end - heard.to,
    durationSamples: heard.to - heard.from,
    readPackets: (fromSample, toSample) => reader.readPackets(fromSample, toSample),
  };
}

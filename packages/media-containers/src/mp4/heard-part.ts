import type { WindowedSource } from '../bytes/windowed-source.ts';
import { MediaContainerError } from '../media-container-error.ts';
import { findItunesGapless, type ItunesGapless } from '../tags/itunes-gapless.ts';
import type { Mp4PacketReader } from './mp4-packet-reader.ts';
import { listBoxes, readBox, type BoxPlace } from './read-boxes.ts';

export interface OpenedTrack {
  reader: Mp4PacketReader;
  trackBoxes: readonly BoxPlace[];
  timescale: number;
}

export interface HeardPart {
  /** In samples of the decoder's timeline. */
  from: number;
  to: number;
  /** Where the decoder's output ends. */
  end: number;
}

const LARGEST_FREE_FORM_BYTES = 4096;
const MOST_EDITS = 1000;

/**
 * The part of a track that is heard: by its edit list (ISO 14496-12, section 8.6.6), and by `iTunSMPB` where there is none. The
 * edit list counts its end in units of the movie, often milliseconds: what is more exact and no further from it than one unit
 * (iTunSMPB, the sum of the durations) is taken instead. What comes of several parts is no row of packets, and is refused.
 */
export async function findHeardPart(
  source: WindowedSource,
  { movieBoxes, trackBoxes, reader, timescale }: OpenedTrack & { movieBoxes: readonly BoxPlace[] },
): Promise<HeardPart> {
  const end = await reader.findEnd();
  const scale = reader.codec.setup.sampleRateHz / timescale;
  const clamp = (from: number, to: number): HeardPart => {
    const start = Math.min(end, Math.max(0, Math.round(from)));
    return { from: start, to: Math.min(end, Math.max(start, Math.round(to))), end };
  };
  const written = Math.min(end, Math.round(reader.table.endTime * scale) || end);
  const itunes = await findItunes(source, movieBoxes);
  const [edit, ...others] = await readEdits(source, trackBoxes);
  if (others.length > 0) throw new MediaContainerError('unsupported', 'MP4 of several parts of its media.');
  if (!edit) {
    return itunes ? clamp(itunes.delaySamples, itunes.delaySamples + itunes.durationSamples) : clamp(0, written);
  }
  const from = edit.mediaTime * scale;
  if (edit.duration === 0) return clamp(from, written);
  const unit = reader.codec.setup.sampleRateHz / (await readMovieTimescale(source, movieBoxes, timescale));
  const to = edit.mediaTime * scale + edit.duration * unit;
  const exact = [itunes && itunes.delaySamples + itunes.durationSamples, written];
  return clamp(from, exact.find((sample) => sample !== undefined && Math.abs(sample - to) <= unit + 1) ?? to);
}

interface Edit {
  /** In units of the movie's timescale. */
  duration: number;
  /** In units of the media's timescale. */
  mediaTime: number;
}

/** Edits that show something, in order; empty ones only wait. */
async function readEdits(source: WindowedSource, trackBoxes: readonly BoxPlace[]): Promise<Edit[]> {
  const edts = trackBoxes.find(({ type }) => type === 'edts');
  const list = edts && (await listBoxes(source, edts)).find(({ type }) => type === 'elst');
  if (!list) return [];
  const cursor = await readBox(source, list);
  const isWide = cursor.u8() === 1;
  cursor.skip(3);
  const count = Math.min(cursor.u32(), MOST_EDITS, Math.floor(cursor.remaining / (isWide ? 20 : 12)));
  return Array.from({ length: count }, () => {
    const [duration, mediaTime] = isWide ? [cursor.u64(), cursor.i64()] : [cursor.u32(), cursor.i32()];
    cursor.skip(4);
    return { duration, mediaTime };
  }).filter(({ mediaTime }) => mediaTime >= 0);
}

async function readMovieTimescale(
  source: WindowedSource,
  movieBoxes: readonly BoxPlace[],
  otherwise: number,
): Promise<number> {
  const header = movieBoxes.find(({ type }) => type === 'mvhd');
  if (!header) return otherwise;
  const cursor = await readBox(source, header);
  cursor.skip(cursor.u8() === 1 ? 3 + 16 : 3 + 8);
  return cursor.u32() || otherwise;
}

/** `----` boxes of moov.udta.meta.ilst hold a name and a value. */
async function findItunes(source: WindowedSource, movieBoxes: readonly BoxPlace[]): Promise<ItunesGapless | undefined> {
  const udta = movieBoxes.find(({ type }) => type === 'udta');
  const meta = udta && (await listBoxes(source, udta)).find(({ type }) => type === 'meta');
  if (!meta) return undefined;
  // A full box here, though not in QuickTime files, which have no such list.
  const inside = { contentPosition: meta.contentPosition + 4, endPosition: meta.endPosition };
  const list = (await listBoxes(source, inside)).find(({ type }) => type === 'ilst');
  const items = list ? await listBoxes(source, list) : [];
  for (const { type, contentPosition, endPosition } of items) {
    if (type !== '----') continue;
    const length = Math.min(endPosition - contentPosition, LARGEST_FREE_FORM_BYTES);
    const found = findItunesGapless(await source.read(contentPosition, length));
    if (found) return found;
  }
  return undefined;
}

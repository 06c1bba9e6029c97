import { findMpegHeader, MP3_HEADER_BYTES } from '@jetstream/media-containers/mp3-frames';
import { keyOfRange } from './audio-key.ts';
import { type FileView, MalformedAudio, NotAudio } from './file-view.ts';
import { findAtom, listAtoms } from './mp4-atoms.ts';
import { type FragmentSpan, measureFragmentsMs } from './mp4-fragments.ts';
import { takeItunesTags } from './mp4-tags.ts';
import { readMp4Track, type Mp4Track } from './mp4-track.ts';
import { isClearlyShort, type RawReading, toBitrateKbps } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';

const LARGEST_MOVIE_ATOM = 64 * 1024 * 1024;
const MOST_TOP_ATOMS = 10_000;

interface TopLevel {
  brand: string;
  movie: Buffer | null;
  /** The largest media data. */
  media: { start: number; end: number } | null;
  /** Of all media data: fragments have some each. */
  mediaBytes: number;
  fragments: FragmentSpan[];
  /** Of media data that goes on behind the end of the file; 0 unless it clearly does. */
  missingBytes: number;
}

/** Reads AAC, ALAC, Opus and FLAC in MP4: the movie atom is read as one block, wherever it lies. */
export function readMp4(view: FileView): RawReading {
  const { brand, movie, media, mediaBytes, fragments, missingBytes } = readTopLevel(view);
  if (movie === null) throw new MalformedAudio('No movie atom.');
  const track = chooseAudio(movie);
  // Fragments go on behind what the movie lists itself, which mostly is nothing; a longer duration tells of them already.
  const isMeasured = fragments.length > 0 && track.durationMs <= track.listedMs;
  const allMs = isMeasured ? measureFragmentsMs(view, { movie, fragments, track }) : track.durationMs;
  const sink = new TagSink();
  takeItunesTags(movie, sink);
  const durationMs = missingBytes > 0 ? allMs * (mediaBytes / (mediaBytes + missingBytes)) : allMs;
  return {
    sink,
    durationMs,
    isCutOff: missingBytes > 0,
    audioKey: media === null ? null : keyOfRange(view, 'mp4', media.start, media.end),
    format: {
      container: brand.startsWith('qt') ? 'QuickTime' : 'MP4',
      codec: track.codec,
      mimeType: 'audio/mp4',
      isLossless: track.isLossless,
      bitrateKbps: toBitrateKbps(mediaBytes, durationMs),
      sampleRateHz: track.sampleRateHz,
      bitDepth: track.bitDepth,
      channels: readMp3Channels(view, track) ?? track.channels,
    },
  };
}

/** The sample entry says two channels whatever there are, and no header beside it says better: that of the first frame does. */
function readMp3Channels(view: FileView, { codec, firstSampleAt }: Mp4Track): number | null {
  if (codec !== 'mp3' || firstSampleAt === null) return null;
  return findMpegHeader(view.read(firstSampleAt, MP3_HEADER_BYTES), 0)?.channels ?? null;
}

function readTopLevel(view: FileView): TopLevel {
  const found: TopLevel = { brand: '', movie: null, media: null, mediaBytes: 0, fragments: [], missingBytes: 0 };
  let at = 0;
  for (let count = 0; count < MOST_TOP_ATOMS && at + 8 <= view.size; count++) {
    const header = view.readExactly(at, Math.min(16, view.size - at));
    const kind = header.toString('latin1', 4, 8);
    const { length, headerBytes } = measureAtom(header, view.size - at);
    const body = { start: at + headerBytes, end: Math.min(at + length, view.size) };
    if (kind === 'mdat') found.mediaBytes += body.end - body.start;
    if (kind === 'mdat' && isClearlyShort(view.size - at, length)) found.missingBytes = length - (view.size - at);
    if (kind === 'ftyp') found.brand = view.read(body.start, 4).toString('latin1');
    else if (kind === 'moov') found.movie ??= readMovie(view, body);
    else if (kind === 'moof') found.fragments.push(body);
    else if (
      kind === 'mdat' &&
      body.end - body.start > (found.media === null ? 0 : found.media.end - found.media.start)
    ) {
      found.media = body;
    }
    at += length;
  }
  return found;
}

function measureAtom(header: Buffer, rest: number): { length: number; headerBytes: number } {
  const size = header.readUInt32BE(0);
  // 0 reaches to the end of the file, 1 has a 64-bit length behind the name.
  if (size === 0) return { length: rest, headerBytes: 8 };
  if (size !== 1) {
    if (size < 8) throw new MalformedAudio('An MP4 atom is too short.');
    return { length: size, headerBytes: 8 };
  }
  const length = header.length < 16 ? 0 : Number(header.readBigUInt64BE(8));
  if (length < 16) throw new MalformedAudio('An MP4 atom is too short.');
  return { length, headerBytes: 16 };
}

function readMovie(view: FileView, body: { start: number; end: number }): Buffer {
  if (body.end - body.start > LARGEST_MOVIE_ATOM) throw new MalformedAudio('The movie atom is too large.');
  return view.readExactly(body.start, body.end - body.start);
}

function chooseAudio(movie: Buffer): Mp4Track {
  const tracks = listAtoms(movie).filter((atom) => atom.kind === 'trak');
  let hasVideo = false;
  for (const { body } of tracks) {
    const track = readMp4Track(body, movieTimescale(movie));
    if (track === 'video') hasVideo = true;
    else if (track !== null && !hasVideo)
      return rejectVideo(
        tracks.map((atom) => atom.body),
        track,
      );
  }
  throw hasVideo ? new NotAudio('Holds video.', 'video') : new MalformedAudio('No audio track.');
}

function rejectVideo(tracks: Buffer[], audio: Mp4Track): Mp4Track {
  if (tracks.some((body) => readMp4Track(body, 0) === 'video')) throw new NotAudio('Holds video.', 'video');
  return audio;
}

function movieTimescale(movie: Buffer): number {
  const header = findAtom(movie, ['mvhd']);
  if (header === null || header.length < 24) return 0;
  return header.readUInt32BE(header[0] === 1 ? 20 : 12);
}

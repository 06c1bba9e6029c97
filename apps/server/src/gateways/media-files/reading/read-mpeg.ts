import {
  findMpegHeader,
  isLikelyCount,
  MP3_HEADER_BYTES,
  type MpegHeader,
} from '@jetstream/media-containers/mp3-frames';
import { keyOfRange } from './audio-key.ts';
import { type FileView, NotAudio } from './file-view.ts';
import { readId3v2 } from './id3v2.ts';
import { isClearlyShort, type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';
import { measureLeadingApe, readTrailingTags } from './trailing-tags.ts';

/** Mostly the first frame is where it should be. */
const FIRST_SEARCH_BYTES = 4 * 1024;
const SEARCH_BYTES = 256 * 1024;
const PROBE_BYTES = 8 * 1024;
const CHUNK_BYTES = 1024 * 1024;
/** Layer II, 384 kbit/s at 32 kHz, and Layer III, 160 kbit/s at 8 kHz, come near it. */
const LONGEST_FRAME_BYTES = 2_881;
const FRAMES_IN_A_ROW = 4;
const DECODER_DELAY = 529;
const VBRI_AT = 36;
const CODECS = { 1: 'mp1', 2: 'mp2', 3: 'mp3' } as const;

/** Reads MPEG audio (mostly MP3): tags at both ends, and the length from the Xing, Info or VBRI header where there is one. */
export function readMpeg(view: FileView): RawReading {
  const leading = readId3v2(view, 0);
  const audioSearch = leading.end + measureLeadingApe(view, leading.end);
  const trailing = readTrailingTags(view, Math.min(audioSearch, view.size));
  const { start, frame } = findFirstFrame(view, audioSearch, trailing.end);
  const sink = new TagSink();
  sink.addMissingFrom(leading.sink);
  sink.addMissingFrom(trailing.sink);
  const stream = { start, end: trailing.end, frame, first: view.read(start, Math.max(frame.frameBytes, 192)) };
  const samples = countSamples(view, stream, sink);
  const [bytes, statedBytes] = [trailing.end - start, readStatedBytes(stream)];
  const isCutOff = isClearlyShort(bytes, statedBytes);
  const durationMs = toDurationMs(isCutOff ? samples * (bytes / statedBytes) : samples, frame.sampleRateHz);
  return {
    sink,
    durationMs,
    audioKey: keyOfRange(view, 'mpeg', start, trailing.end),
    isCutOff,
    format: {
      container: 'MPEG',
      codec: CODECS[frame.layer],
      mimeType: 'audio/mpeg',
      isLossless: false,
      bitrateKbps: toBitrateKbps(bytes, durationMs) ?? frame.bitrateKbps,
      sampleRateHz: frame.sampleRateHz,
      bitDepth: null,
      channels: frame.channels,
    },
  };
}

interface Stream {
  start: number;
  end: number;
  frame: MpegHeader;
}

interface OpenedStream extends Stream {
  /** The first frame, which may hold no sound. */
  first: Buffer;
}

/** The first header that others of the same stream follow: one or two alone occur by chance in any bytes. */
function findFirstFrame(view: FileView, from: number, end: number): { start: number; frame: MpegHeader } {
  for (const length of [FIRST_SEARCH_BYTES, SEARCH_BYTES]) {
    const found = findFrameWithin(view, { from, end, length: Math.min(length, end - from) });
    if (found !== null) return found;
  }
  // Other readers would take what comes nearest to one.
  throw new NotAudio('No MPEG audio frames follow each other.');
}

function findFrameWithin(
  view: FileView,
  { from, end, length }: { from: number; end: number; length: number },
): { start: number; frame: MpegHeader } | null {
  const bytes = view.read(from, length);
  for (let at = bytes.indexOf(0xff); at >= 0 && at + 4 <= bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const frame = findMpegHeader(bytes, at);
    if (!frame) continue;
    const count = countInARow(view, { start: from + at, end, frame });
    if (count >= FRAMES_IN_A_ROW || (count === 1 && at === 0 && from + frame.frameBytes >= end))
      return { start: from + at, frame };
  }
  return null;
}

/** Whether two headers can be of one stream. */
const isSameStream = (a: MpegHeader, b: MpegHeader): boolean =>
  a.layer === b.layer && a.version === b.version && a.sampleRateHz === b.sampleRateHz;

/** Frames that follow each other from the first one on, as far as they are needed; a short row counts in full when it ends with the sound. */
function countInARow(view: FileView, { start, end, frame }: Stream): number {
  let at = start + frame.frameBytes;
  for (let count = 1; count < FRAMES_IN_A_ROW; count++) {
    if (at >= end) return count > 1 ? FRAMES_IN_A_ROW : count;
    const next = findMpegHeader(view.read(at, 4), 0);
    if (!next || !isSameStream(frame, next)) return 0;
    at += next.frameBytes;
  }
  return FRAMES_IN_A_ROW;
}

function countSamples(view: FileView, stream: OpenedStream, sink: TagSink): number {
  const { start, frame, end, first } = stream;
  const told = readXing(first, frame, sink) ?? readVbri(first, frame);
  if (told !== null) return isLikely(view, stream, told.frames) ? told.samples : recountSamples(view, stream, told);
  return isConstantRate(view, stream)
    ? Math.round(((end - start) * 8 * frame.sampleRateHz) / (frame.bitrateKbps * 1000))
    : Math.round(countFrames(view, stream) * frame.frameSamples);
}

/** By the sizes of frames at the beginning and in the middle. What bytes are missing is no fault of the count. */
function isLikely(view: FileView, stream: OpenedStream, told: number): boolean {
  const bytes = Math.max(stream.end - stream.start, readStatedBytes(stream));
  const probes = probePlaces(stream).map((position) => walkProbe(view, stream, position));
  const frames = probes.reduce((sum, probe) => sum + probe.length, 0);
  const probed = probes.flat().reduce((sum, { frameBytes }) => sum + frameBytes, 0);
  return frames === 0 || isLikelyCount(told, (frames * bytes) / probed);
}

/** The frame that tells holds no sound; what is padded at the end may lie anywhere in files that were joined or cut. */
function recountSamples(view: FileView, stream: Stream, { delaySamples }: ToldLength): number {
  const frames = countFrames(view, stream) - 1;
  return Math.max(0, Math.round(frames * stream.frame.frameSamples) - delaySamples);
}

/** What a header tells of the stream behind it. */
interface ToldLength {
  frames: number;
  /** Without the encoder's delay and padding. */
  samples: number;
  /** Of the encoder and the decoder. */
  delaySamples: number;
}

const isXing = (mark: string): boolean => mark === 'Xing' || mark === 'Info';

/** Bytes of the whole stream by its Xing or VBRI header; 0 where that does not tell. */
function readStatedBytes({ first, frame }: OpenedStream): number {
  const at = MP3_HEADER_BYTES + frame.sideInfoBytes;
  if (isXing(first.toString('latin1', at, at + 4)) && first.length >= at + 16) {
    const flags = first.readUInt32BE(at + 4);
    return (flags & 2) === 0 ? 0 : first.readUInt32BE(at + ((flags & 1) === 0 ? 8 : 12));
  }
  const isVbri = first.toString('latin1', VBRI_AT, VBRI_AT + 4) === 'VBRI' && first.length >= VBRI_AT + 18;
  return isVbri ? first.readUInt32BE(VBRI_AT + 10) : 0;
}

/** Null without a frame count. */
function readXing(first: Buffer, frame: MpegHeader, sink: TagSink): ToldLength | null {
  const at = MP3_HEADER_BYTES + frame.sideInfoBytes;
  const mark = first.toString('latin1', at, at + 4);
  if (!isXing(mark) || first.length < at + 12) return null;
  const flags = first.readUInt32BE(at + 4);
  const frames = (flags & 1) === 0 ? 0 : first.readUInt32BE(at + 8);
  const extension =
    at + 8 + 4 * ((flags & 1) + ((flags >> 1) & 1) + ((flags >> 3) & 1)) + ((flags & 4) === 0 ? 0 : 100);
  if (frames === 0) return null;
  const samples = frames * frame.frameSamples;
  if (
    first.length < extension + 24 ||
    !/^L(?:AME|avc|avf)|^GOGO/.test(first.toString('latin1', extension, extension + 9))
  )
    return { frames, samples, delaySamples: 0 };
  takeLamePeak(first, extension, sink);
  const delays = first.readUIntBE(extension + 21, 3);
  const trimmed = samples - (delays >> 12) - (delays & 0xfff);
  return { frames, samples: trimmed > DECODER_DELAY ? trimmed : samples, delaySamples: (delays >> 12) + DECODER_DELAY };
}

/** LAME's own ReplayGain, where no tag says anything. */
function takeLamePeak(first: Buffer, at: number, sink: TagSink): void {
  const gain = first.readUInt16BE(at + 15);
  const isRadioGain = gain >> 13 === 1 && ((gain >> 10) & 7) !== 0;
  const db = ((gain & 0x1ff) / 10) * ((gain & 0x200) === 0 ? 1 : -1);
  if (isRadioGain && db !== 0 && !sink.has('trackGain')) sink.add('trackGain', db.toFixed(1));
}

function readVbri(first: Buffer, frame: MpegHeader): ToldLength | null {
  if (first.toString('latin1', VBRI_AT, VBRI_AT + 4) !== 'VBRI' || first.length < VBRI_AT + 18) return null;
  const frames = first.readUInt32BE(VBRI_AT + 14);
  return frames === 0 ? null : { frames, samples: frames * frame.frameSamples, delaySamples: 0 };
}

function isConstantRate(view: FileView, stream: Stream): boolean {
  const { bitrateKbps } = stream.frame;
  return probePlaces(stream).every((position) =>
    walkProbe(view, stream, position).every((header) => header.bitrateKbps === bitrateKbps),
  );
}

const probePlaces = ({ start, end }: Stream): number[] => [start, start + Math.floor((end - start) / 2)];

/** The frames that follow each other from the first one behind the place on, as far as a probe goes. */
function walkProbe(view: FileView, { start, end, frame }: Stream, position: number): MpegHeader[] {
  const bytes = view.read(position, Math.min(PROBE_BYTES, end - position));
  const headers: MpegHeader[] = [];
  let at = position === start ? 0 : findSync(bytes, frame);
  while (at >= 0 && at + 4 <= bytes.length) {
    const next = findMpegHeader(bytes, at);
    if (!next || !isSameStream(next, frame)) break;
    headers.push(next);
    at += next.frameBytes;
  }
  return headers;
}

function findSync(bytes: Buffer, frame: MpegHeader, from = 0): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const found = findMpegHeader(bytes, at);
    const next = found && findMpegHeader(bytes, at + found.frameBytes);
    if (found && next && isSameStream(found, frame) && isSameStream(next, frame)) return at;
  }
  return -1;
}

/**
 * Variable rate without a header that counts: only walking over all frames gives the length. Of a file that is dear to read,
 * the frames at its beginning stand for the rest.
 */
function countFrames(view: FileView, { start, end, frame }: Stream): number {
  const limit = Math.min(end, start + view.countableBytes);
  let frames = 0;
  let position = start;
  while (position < limit) {
    const bytes = view.read(position, Math.min(CHUNK_BYTES, limit - position));
    const walked = walkFrames(bytes, frame);
    frames += walked.frames;
    if (walked.end === 0) break;
    position += walked.end;
  }
  return limit === end || position <= start ? frames : frames * ((end - start) / (position - start));
}

/** `end`: where to go on. Damage is stepped over to where frames follow each other again, however far that is. */
function walkFrames(bytes: Buffer, frame: MpegHeader): { frames: number; end: number } {
  let frames = 0;
  let at = 0;
  while (at + 4 <= bytes.length) {
    const next = findMpegHeader(bytes, at);
    if (next && isSameStream(next, frame)) {
      frames++;
      at += next.frameBytes;
      continue;
    }
    const found = findSync(bytes, frame, at + 1);
    // A frame whose successor is in the next piece is found from there.
    if (found < 0) return { frames, end: Math.max(at, bytes.length - LONGEST_FRAME_BYTES - 4) };
    at = found;
  }
  return { frames, end: at };
}

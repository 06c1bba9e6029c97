import {
  AV_CODEC_ID_PCM_F24LE,
  AV_CODEC_ID_PCM_S32LE,
  AV_LOG_QUIET,
  AV_OPT_TYPE_STRING,
  AVDISCARD_ALL,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVSEEK_FLAG_ANY,
  AVSEEK_FLAG_BACKWARD,
  AVSEEK_FLAG_BYTE,
  AVSEEK_SET,
} from 'node-av/constants';
import {
  avGetCodecName,
  Codec,
  CodecContext,
  FFmpegError,
  FormatContext,
  type IOContext,
  Log,
  type Packet,
  type Stream,
} from 'node-av/lib';
import { INPUT_OPTIONS } from '../input-options.ts';
import { UnreadableMediaError } from '../transcoding-errors.ts';
import { openIo } from './forward-reader.ts';
import { lookBehindTags, type TaggedMedia } from './leading-tags.ts';

/** Looking for the codec in plain samples decodes up to megabytes of them, which takes 100 ms. */
const PLAIN_FORMATS = new Set(['wav', 'w64', 'aiff', 'au', 'caf']);
const PLAIN_PROBE_BYTES = 32_768n;
/** Those of DSD. */
const FOLLOWING = new Set(['dsf', 'iff']);
const MPEG_NAME = /\.mp[1-3a]$/i;

/** A file opened for demuxing, and the best stream of sound in it. */
export interface OpenMedia {
  url: string;
  format: FormatContext;
  /** Of demuxers that refuse to be sent anywhere by FFmpeg, and go on from wherever their file is. */
  followed: IOContext | undefined;
  stream: Stream;
  /** Its number in the file, and its codec in FFmpeg's words: asking FFmpeg for each packet costs as much as reading one. */
  streamIndex: number;
  codecName: string;
  codec: Codec;
}

Log.setLevel(AV_LOG_QUIET);

/** @throws UnreadableMediaError */
export function openMedia(url: string): OpenMedia {
  try {
    const media = openFrom(url);
    const tagged = isDoubtful(media, url) ? lookBehindTags(url) : undefined;
    if (tagged === undefined) return media;
    closeMedia(media);
    return openFrom(url, tagged);
  } catch (error) {
    const tagged = error instanceof UnreadableMediaError ? lookBehindTags(url) : undefined;
    if (tagged === undefined) throw error;
    return openFrom(url, tagged);
  }
}

/** What follows a tag is taken for MP3 where FFmpeg knows nothing better. */
const isDoubtful = ({ format }: OpenMedia, url: string): boolean =>
  format.iformat?.name === 'mp3' && !MPEG_NAME.test(url);

export function closeMedia({ format, followed }: Pick<OpenMedia, 'format' | 'followed'>): void {
  format.closeInputSync();
  followed?.closepSync();
}

function openFrom(url: string, tagged?: TaggedMedia): OpenMedia {
  const media = openWith(url, { tagged });
  if (!FOLLOWING.has(media.format.iformat?.name ?? '')) return media;
  closeMedia(media);
  return openWith(url, { tagged, followed: openIo(url) });
}

interface Opening {
  tagged?: TaggedMedia | undefined;
  followed?: IOContext | undefined;
}

function openWith(url: string, { tagged, followed }: Opening): OpenMedia {
  const format = new FormatContext();
  format.allocContext();
  if (followed) format.pb = followed;
  const options = { ...INPUT_OPTIONS, ...(tagged && { skip_initial_bytes: String(tagged.tagBytes) }) };
  try {
    for (const [name, value] of Object.entries(options)) format.setOption(name, value, AV_OPT_TYPE_STRING);
    check(format.openInputSync(url, tagged?.format ?? null, null), 'It is no audio that can be opened');
    if (PLAIN_FORMATS.has(format.iformat?.name ?? '')) format.probesize = PLAIN_PROBE_BYTES;
    check(format.findStreamInfoSync(null), 'Its streams cannot be found');
    return { url, format, followed, ...chooseStream(format) };
  } catch (error) {
    closeMedia({ format, followed });
    throw error;
  }
}

function chooseStream(format: FormatContext): Omit<OpenMedia, 'url' | 'format' | 'followed'> {
  const index = format.findBestStream(AVMEDIA_TYPE_AUDIO, -1, -1);
  const stream = format.streams[index];
  if (index < 0 || stream === undefined) throw new UnreadableMediaError('There is no sound in it.');
  for (const other of format.streams) if (other.index !== index) other.discard = AVDISCARD_ALL;
  correctCodec(stream);
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (codec === null) throw new UnreadableMediaError('There is no decoder for its sound.');
  return { stream, streamIndex: index, codecName: avGetCodecName(stream.codecpar.codecId) ?? 'unknown', codec };
}

/**
 * 24 bits in 32 are integers, filled up below, where WAVE_FORMAT_EXTENSIBLE says so, which always names its loudspeakers. FFmpeg takes
 * them for the floats that an old editor wrote so into plain WAV, and hears nothing.
 */
function correctCodec({ codecpar }: Stream): void {
  if (codecpar.codecId === AV_CODEC_ID_PCM_F24LE && codecpar.channelLayout.mask !== 0n)
    codecpar.codecId = AV_CODEC_ID_PCM_S32LE;
}

export function openDecoder({ stream, codec }: OpenMedia): CodecContext {
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(stream.codecpar);
  context.pktTimebase = stream.timeBase;
  // One child works for one listener: more threads would only add latency.
  context.threadCount = 1;
  const code = context.open2Sync(codec, null);
  if (code >= 0) return context;
  context.freeContext();
  throw new UnreadableMediaError(`Its decoder does not start: ${FFmpegError.strerror(code)}.`);
}

/** Damaged pieces are passed over; they do not end a file. At most as many in a row, as some demuxers fail for ever. */
const MOST_FAILURES = 100;

/** The next packet of the stream, in `packet`; false at the end. */
export function readPacket({ format, streamIndex }: OpenMedia, packet: Packet): boolean {
  for (let failures = 0; failures < MOST_FAILURES;) {
    packet.unref();
    const code = format.readFrameSync(packet);
    if (code === AVERROR_EOF) return false;
    if (code < 0) failures++;
    else if (packet.streamIndex === streamIndex) return true;
  }
  return false;
}

/** Goes to the last place at or before `label`, where the demuxer can. */
export function seekMedia({ format, streamIndex }: OpenMedia, label: bigint): boolean {
  return (
    format.seekFrameSync(streamIndex, label, AVSEEK_FLAG_BACKWARD) >= 0 ||
    format.seekFrameSync(streamIndex, label, AVSEEK_FLAG_ANY) >= 0
  );
}

/** Goes to a byte, after which the demuxer looks for the next packet. */
export function seekToByte({ format, streamIndex, followed }: OpenMedia, position: number): boolean {
  if (followed) {
    // Forgets what was read ahead, which would come first.
    const hasForgotten = format.seekFrameSync(streamIndex, 0n, AVSEEK_FLAG_BACKWARD) >= 0;
    return hasForgotten && followed.seekSync(BigInt(position), AVSEEK_SET) >= 0n;
  }
  return format.seekFrameSync(streamIndex, BigInt(position), AVSEEK_FLAG_BYTE) >= 0;
}

function check(code: number, what: string): void {
  if (code < 0) throw new UnreadableMediaError(`${what}: ${FFmpegError.strerror(code)}.`);
}

import { WindowedSource } from '../bytes/windowed-source.ts';
import { toCodecSetup } from '../codecs/to-codec-setup.ts';
import { FrameIndex, type FrameFormat, type FrameIndexInput } from '../frames/frame-index.ts';
import { findFirstFrame, readFramePackets, refuseOtherFrames } from '../frames/frame-packets.ts';
import type { ByteSource, PacketStream } from '../packet-stream.ts';
import { findItunesGapless } from '../tags/itunes-gapless.ts';
import { findTagsStart } from '../tags/trailing-tags.ts';
import { findInfoFrame, isLikelyCount, type InfoFrame } from './info-frame.ts';
import { findMp3Header, MP3_HEADER_BYTES, type Mp3Header } from './mp3-header.ts';

const PIECE_BYTES = 256 * 1024;
/** Within the first piece. */
const SAMPLE_BYTES = PIECE_BYTES / 2;
/** What the filter bank of a decoder delays its output by: 528 samples, and one that decoders add. */
export const DECODER_DELAY_SAMPLES = 529;
/** Pictures come behind the comments, mostly. */
const SEARCHED_TAG_BYTES = 512 * 1024;
/** An Info frame is believed when the bytes that it speaks of are those of the file, give or take a tag. */
const BELIEVED_DIFFERENCE_BYTES = 4096;

/**
 * MP3 as its own file, `start` behind the tags at its beginning. The decoder's timeline begins with its output for the first frame
 * of sound (not the Info frame), so that the delay is that of the encoder and the 529 samples of the decoder, as FFmpeg and browsers
 * count. Without an Info frame that can be believed, opening counts all frames.
 */
export async function openMp3(source: ByteSource, start: number): Promise<PacketStream | undefined> {
  const window = new WindowedSource(source, PIECE_BYTES);
  const endPosition = await findTagsStart(new WindowedSource(source, 0));
  const found = await findFirstFrame({ source: window, startPosition: start, endPosition }, toFormat);
  if (!found) return undefined;
  const { position, format, first: header } = found;
  const frame = await window.read(position, header.frameBytes);
  const info = findInfoFrame(frame, header);
  const startPosition = info ? position + header.frameBytes : position;
  const refuseOthers = (at: number) =>
    refuseOtherFrames({ source: window, startPosition: at, endPosition }, format, toFormat);
  const input: FrameIndexInput = { source: window, format, startPosition, endPosition, refuseOthers };
  const index = new FrameIndex(input);
  const isBelieved = info && isBelievable(info, endPosition - position) && (await isLikely(info, input));
  const believed = isBelieved ? info.frames : undefined;
  const frames = believed ?? (await index.countFrames());
  if (frames === 0) return undefined;
  const isWhole = info?.frames === undefined || info.frames === frames;
  const delay = info?.delay ?? (await findDelayInTag(source, start));
  const decoded = frames * header.frameSamples;
  const delaySamples = delay ? Math.min(decoded, delay.before + DECODER_DELAY_SAMPLES) : 0;
  const padding = delay && isWhole ? Math.max(0, delay.behind - DECODER_DELAY_SAMPLES) : 0;
  const paddingSamples = Math.min(decoded - delaySamples, padding);
  const { sampleRateHz, channels } = header;
  return {
    setup: toCodecSetup({ codec: 'mp3', sampleRateHz, channels, extradata: new Uint8Array() }),
    delaySamples,
    paddingSamples,
    durationSamples: decoded - delaySamples - paddingSamples,
    readPackets: (fromSample, toSample) =>
      readFramePackets(index, { fromSample, toSample, frameSamples: header.frameSamples }),
  };
}

function isBelievable({ frames, bytes, delay }: InfoFrame, actualBytes: number): boolean {
  return frames !== undefined && frames > 0 && bytes !== undefined && delay !== undefined
    ? Math.abs(bytes - actualBytes) <= BELIEVED_DIFFERENCE_BYTES
    : false;
}

/** Not where the frames at the beginning would be of quite another size than all of them in the mean. */
async function isLikely({ frames = 0 }: InfoFrame, input: FrameIndexInput): Promise<boolean> {
  const { source, format, startPosition, endPosition } = input;
  const piece = await source.read(startPosition, Math.min(SAMPLE_BYTES, endPosition - startPosition));
  let [count, at] = [0, 0];
  for (let length = format.lengthAt(piece, 0); length !== undefined; length = format.lengthAt(piece, at)) {
    at += length;
    count += 1;
  }
  return count > 0 && isLikelyCount(frames, (count * (endPosition - startPosition)) / at);
}

/** Frames of the version and rate of this one; the number of channels may change, as joint stereo does. */
function toFormat(bytes: Uint8Array, offset: number): { format: FrameFormat; first: Mp3Header } | undefined {
  const first = findMp3Header(bytes, offset);
  if (!first) return undefined;
  const format: FrameFormat = {
    headerBytes: MP3_HEADER_BYTES,
    frameSamples: first.frameSamples,
    lengthAt(piece, at) {
      const header = findMp3Header(piece, at);
      const isSame = header?.version === first.version && header.sampleRateHz === first.sampleRateHz;
      return isSame ? header.frameBytes : undefined;
    },
  };
  return { format, first };
}

/** iTunes writes its delays into a comment; they mean the same as those of LAME. */
async function findDelayInTag(source: ByteSource, start: number): Promise<InfoFrame['delay']> {
  if (start === 0) return undefined;
  const gapless = findItunesGapless(await source.read(0, Math.min(start, SEARCHED_TAG_BYTES)));
  return gapless && { before: gapless.delaySamples, behind: gapless.paddingSamples };
}

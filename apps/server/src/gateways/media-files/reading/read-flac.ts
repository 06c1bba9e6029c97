import { keyOfParts, keyOfRange } from './audio-key.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { findLastSample } from './find-last-sample.ts';
import { readId3v2 } from './id3v2.ts';
import { type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';
import { readTrailingTags } from './trailing-tags.ts';
import { takePictureBlock, takeVorbisComment } from './vorbis-comment.ts';

const STREAM_INFO = 0;
const VORBIS_COMMENT = 4;
const PICTURE = 6;
const INVALID = 127;
const STREAM_INFO_BYTES = 34;
const LARGEST_PICTURE_BLOCK = 32 * 1024 * 1024;
const MOST_BLOCKS = 1_024;

export interface FlacStreamInfo {
  sampleRateHz: number;
  channels: number;
  bitDepth: number;
  totalSamples: number;
  /** Samples of all blocks but the last, where they are of one size. */
  blockSamples: number;
  /** 0 where the encoder left it out. */
  largestFrameBytes: number;
  /** MD5 of the decoded samples; null where the encoder left it out. */
  soundMd5: Buffer | null;
}

/** Reads a native FLAC stream, behind an ID3v2 tag if someone put one there. */
export function readFlac(view: FileView): RawReading {
  const leading = readId3v2(view, 0);
  const sink = new TagSink();
  const { info, audioStart } = readBlocks(view, leading.end, sink);
  sink.addMissingFrom(leading.sink);
  const trailing = readTrailingTags(view, audioStart);
  sink.addMissingFrom(trailing.sink);
  const endSample = findEndSample(view, trailing.end, info);
  const durationMs = toDurationMs(endSample ?? info.totalSamples, info.sampleRateHz);
  return {
    sink,
    durationMs,
    audioKey: flacKey(info) ?? keyOfRange(view, 'flac', audioStart, trailing.end),
    isCutOff: endSample !== null && info.totalSamples > 0,
    format: {
      container: 'FLAC',
      codec: 'flac',
      mimeType: 'audio/flac',
      isLossless: true,
      bitrateKbps: toBitrateKbps(trailing.end - audioStart, durationMs),
      sampleRateHz: info.sampleRateHz,
      bitDepth: info.bitDepth,
      channels: info.channels,
    },
  };
}

/**
 * Where the last frame ends when it is another than that of the last sample, or that is not told, as by who writes into a pipe. Only for
 * the latter it is looked for where each reading costs a request.
 */
function findEndSample(view: FileView, end: number, info: FlacStreamInfo): number | null {
  const isTold = info.totalSamples > 0;
  if (isTold && Number.isFinite(view.countableBytes)) return null;
  const last = findLastSample(view, end, info);
  return last !== null && isTold && last >= info.totalSamples ? null : last;
}

/** The encoder's checksum of the sound itself survives tagging and re-encoding. */
export function flacKey(info: FlacStreamInfo): string | null {
  return info.soundMd5 === null ? null : keyOfParts(`flac-md5 ${info.totalSamples}`, [info.soundMd5]);
}

function readBlocks(view: FileView, start: number, sink: TagSink): { info: FlacStreamInfo; audioStart: number } {
  if (view.read(start, 4).toString('latin1') !== 'fLaC') throw new MalformedAudio('No FLAC marker.');
  let info: FlacStreamInfo | null = null;
  let at = start + 4;
  for (let count = 0; count < MOST_BLOCKS; count++) {
    const header = view.readExactly(at, 4);
    const type = (header[0] ?? 0) & 0x7f;
    const length = header.readUIntBE(1, 3);
    if (type === INVALID) throw new MalformedAudio('An invalid FLAC block.');
    if (type === STREAM_INFO) info ??= parseStreamInfo(view.readExactly(at + 4, STREAM_INFO_BYTES));
    else if (type === VORBIS_COMMENT) takeVorbisComment(view.read(at + 4, length), sink);
    else if (type === PICTURE && length <= LARGEST_PICTURE_BLOCK) takePictureBlock(view.read(at + 4, length), sink);
    at += 4 + length;
    if (((header[0] ?? 0) & 0x80) !== 0) break;
  }
  if (info === null) throw new MalformedAudio('No FLAC stream information.');
  return { info, audioStart: Math.min(at, view.size) };
}

export function parseStreamInfo(block: Buffer): FlacStreamInfo {
  const packed = block.readUInt32BE(10);
  const sampleRateHz = packed >>> 12;
  if (sampleRateHz === 0) throw new MalformedAudio('A FLAC stream without sample rate.');
  const md5 = block.subarray(18, 34);
  return {
    sampleRateHz,
    channels: ((packed >>> 9) & 7) + 1,
    bitDepth: ((packed >>> 4) & 31) + 1,
    blockSamples: block.readUInt16BE(0),
    largestFrameBytes: block.readUIntBE(7, 3),
    totalSamples: (packed & 15) * 2 ** 32 + block.readUInt32BE(14),
    soundMd5: md5.every((byte) => byte === 0) ? null : Buffer.from(md5),
  };
}

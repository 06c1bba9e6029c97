import { ByteCursor } from '../bytes/byte-cursor.ts';
import { asciiBytes, concatBytes, startsWithAscii } from '../bytes/byte-arrays.ts';
import { opusPacketSamples } from '../codecs/opus-packet.ts';
import { readOpusHead } from '../codecs/opus-head.ts';
import { readStreamInfo, STREAM_INFO_BYTES } from '../codecs/stream-info.ts';
import { laceHeaders, toCodecSetup } from '../codecs/to-codec-setup.ts';
import { describeVorbisHeaders, vorbisBlockSamples } from '../codecs/vorbis-headers.ts';
import { findFrameHeader } from '../flac/frame-header.ts';
import type { CodecSetup } from '../packet-stream.ts';

/** What Ogg has to know of a codec to give its packets their places. */
export interface OggCodec {
  setup: CodecSetup;
  /** Samples to drop from the start, before what granules say. */
  preSkipSamples: number;
  /** The block of a packet of sound, or undefined when it is none. */
  measure(packet: Uint8Array): number | undefined;
  /** What a decoder gives for a packet, after the block before it: undefined at the start of the stream. */
  decodedSamples(previousBlock: number | undefined, block: number): number;
}

export interface OggMapping {
  isSeen: (firstPacket: Uint8Array) => boolean;
  headerPackets: number;
  open: (headers: readonly Uint8Array[]) => OggCodec;
}

const FLAC_STREAM_INFO_OFFSET = 17;
const VENDOR = asciiBytes('JetStream');
/** Comments may hold pictures of megabytes, of which a decoder wants none: a vendor, and no comment (Vorbis I, section 5.2.1). */
const PLAIN_COMMENT = concatBytes([
  asciiBytes('\u0003vorbis'),
  Uint8Array.of(VENDOR.length, 0, 0, 0),
  VENDOR,
  Uint8Array.of(0, 0, 0, 0, 1),
]);
const wholeBlock = (_previous: number | undefined, block: number) => block;

export const oggMappings: readonly OggMapping[] = [
  { isSeen: (packet) => startsWithAscii(packet, 'OpusHead'), headerPackets: 2, open: openOpus },
  { isSeen: (packet) => startsWithAscii(packet, '\u0001vorbis'), headerPackets: 3, open: openVorbis },
  // Further metadata blocks are packets too; none of them looks like a frame.
  { isSeen: (packet) => startsWithAscii(packet, '\u007fFLAC\u0001'), headerPackets: 1, open: openFlac },
];

/** RFC 7845. */
function openOpus(headers: readonly Uint8Array[]): OggCodec {
  const [head = new Uint8Array()] = headers;
  const { channels, preSkipSamples } = readOpusHead(head);
  return {
    setup: toCodecSetup({ codec: 'opus', sampleRateHz: 48_000, channels, extradata: head.slice() }),
    preSkipSamples,
    measure: opusPacketSamples,
    decodedSamples: wholeBlock,
  };
}

/** Vorbis I, section 4.3.8 and appendix A: a packet gives half of the block before it and half of its own, overlapped. */
function openVorbis(headers: readonly Uint8Array[]): OggCodec {
  const { sampleRateHz, channels, modeBlockSamples, headers: kept } = describeVorbisHeaders(headers);
  const [identification, , setup] = kept;
  const extradata = laceHeaders([identification, PLAIN_COMMENT, setup].filter((header) => header !== undefined));
  return {
    setup: toCodecSetup({ codec: 'vorbis', sampleRateHz, channels, extradata }),
    preSkipSamples: 0,
    measure: (packet) => vorbisBlockSamples(modeBlockSamples, packet),
    decodedSamples: (previous, block) => (previous === undefined ? 0 : previous / 4 + block / 4),
  };
}

/** RFC 9639, section 10.1: magic, version, number of headers, marker, STREAMINFO with its head. */
function openFlac(headers: readonly Uint8Array[]): OggCodec {
  const cursor = new ByteCursor(headers[0] ?? new Uint8Array(), FLAC_STREAM_INFO_OFFSET);
  const extradata = cursor.take(STREAM_INFO_BYTES).slice();
  const info = readStreamInfo(extradata);
  return {
    setup: toCodecSetup({ ...info, codec: 'flac', extradata }),
    preSkipSamples: 0,
    measure: (packet) => findFrameHeader(packet, 0, info)?.blockSamples,
    decodedSamples: wholeBlock,
  };
}

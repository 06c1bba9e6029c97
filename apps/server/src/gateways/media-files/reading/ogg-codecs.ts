import { type FlacStreamInfo, parseStreamInfo } from './read-flac.ts';

export interface OggCodec {
  name: 'vorbis' | 'opus' | 'flac' | 'speex';
  sampleRateHz: number;
  channels: number;
  /** What granule positions count. */
  granuleRateHz: number;
  preSkip: number;
  /** What a player adds to the level, in 256ths of a decibel (RFC 7845, section 5.1). */
  outputGain: number;
  commentPrefix: string;
  headersAfterComment: number;
  /** Most samples in a packet. */
  longestPacket: number;
  flac: FlacStreamInfo | null;
}

const OPUS_RATE_HZ = 48_000;
const VIDEO_MARKS = ['\x80theora', 'BBCD\0', '\x01video', 'OVP80'];

/** What the first packet of a logical stream announces; null for unknown ones (skeleton, text). */
export function identifyOggCodec(packet: Buffer): OggCodec | 'video' | null {
  const head = packet.toString('latin1', 0, 8);
  if (head.startsWith('\x01vorbis') && packet.length >= 30) return toVorbis(packet);
  if (head === 'OpusHead' && packet.length >= 19) return toOpus(packet);
  if (head.startsWith('\x7fFLAC') && packet.length >= 51) return toFlac(packet);
  if (head === 'Speex   ' && packet.length >= 68) return toSpeex(packet);
  return VIDEO_MARKS.some((mark) => head.startsWith(mark)) ? 'video' : null;
}

function toVorbis(packet: Buffer): OggCodec | null {
  const sampleRateHz = packet.readUInt32LE(12);
  if (sampleRateHz === 0) return null;
  return {
    name: 'vorbis',
    sampleRateHz,
    channels: packet[11] ?? 0,
    granuleRateHz: sampleRateHz,
    preSkip: 0,
    outputGain: 0,
    commentPrefix: '\x03vorbis',
    headersAfterComment: 1,
    longestPacket: 8_192,
    flac: null,
  };
}

function toOpus(packet: Buffer): OggCodec {
  return {
    name: 'opus',
    sampleRateHz: OPUS_RATE_HZ,
    channels: packet[9] ?? 0,
    granuleRateHz: OPUS_RATE_HZ,
    preSkip: packet.readUInt16LE(10),
    outputGain: packet.readInt16LE(16),
    commentPrefix: 'OpusTags',
    headersAfterComment: 0,
    longestPacket: 5_760,
    flac: null,
  };
}

function toFlac(packet: Buffer): OggCodec {
  const flac = parseStreamInfo(packet.subarray(17, 51));
  return {
    name: 'flac',
    sampleRateHz: flac.sampleRateHz,
    channels: flac.channels,
    granuleRateHz: flac.sampleRateHz,
    preSkip: 0,
    outputGain: 0,
    commentPrefix: '',
    headersAfterComment: 0,
    longestPacket: 65_535,
    flac,
  };
}

function toSpeex(packet: Buffer): OggCodec | null {
  const sampleRateHz = packet.readUInt32LE(36);
  if (sampleRateHz === 0) return null;
  return {
    name: 'speex',
    sampleRateHz,
    channels: packet.readUInt32LE(48),
    granuleRateHz: sampleRateHz,
    preSkip: 0,
    outputGain: 0,
    commentPrefix: '',
    headersAfterComment: 0,
    longestPacket: 8_192,
    flac: null,
  };
}

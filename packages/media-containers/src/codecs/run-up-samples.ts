import { readStreamInfo } from './stream-info.ts';

/**
 * A decoder of Opus is right after 80 ms (RFC 7845, section 4.6), but like one that heard all of it only later: within -53 dBFS
 * after 240 ms, and -80 after 360. Main data of MP3 begin up to 511 bytes before their frame (ISO 11172-3, section 2.4.1.7), which are nine
 * frames of the lowest rate at 48 kHz, 216 ms.
 */
const LONG_SECONDS = 0.36;
const LONG_CODECS = ['opus', 'mp3'];
/** Those of other codecs need one packet. */
const SHORT_SECONDS = 0.12;
/**
 * What a packet holds at most. AAC: a frame of twice as many samples with SBR (ISO 14496-3, subpart 4). Vorbis: half of its longest window
 * (Vorbis I, section 4.2.2). FLAC: RFC 9639, section 9.1.6. Opus: RFC 6716, section 3.2.5.
 */
const LONGEST_PACKET_SAMPLES: Readonly<Record<string, number>> = {
  aac: 2048,
  mp3: 1152,
  vorbis: 4096,
  flac: 65_535,
  opus: 5760,
};

/** A `CodecSetup`, or as much as a player knows of it. */
interface KnownSetup {
  codec: string;
  sampleRateHz: number;
  config?: Uint8Array;
}

/**
 * How many samples before a place the packets begin that a decoder hears first where its sound takes over there; one packet of the codec
 * at least begins in them. Without a `config` blocks of FLAC are reckoned as long as they may be.
 */
export function runUpSamplesOf({ codec, sampleRateHz, config }: KnownSetup): number {
  const seconds = LONG_CODECS.includes(codec) ? LONG_SECONDS : SHORT_SECONDS;
  const longest =
    codec === 'flac' && config ? readStreamInfo(config).maxBlockSamples : (LONGEST_PACKET_SAMPLES[codec] ?? 0);
  return Math.max(Math.round(seconds * sampleRateHz), longest);
}

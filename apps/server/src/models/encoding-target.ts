import type { PackagedCodec } from '@jetstream/api-contract';

/** What sound is encoded to. */
export interface EncodingTarget {
  codec: Exclude<PackagedCodec, 'vorbis'>;
  /** Null for lossless sound. */
  bitrateKbps: number | null;
  sampleRateHz: number;
  channels: number;
  /** Of FLAC; null of lossy sound. */
  bitDepth: 16 | 24 | null;
}

/** The rates that are offered: few, so that clients share what was encoded. */
export const BITRATES_KBPS = [32, 48, 64, 96, 128, 160, 192, 256, 320] as const;
/** What a player may go down to, and up again. */
export const ADAPTIVE_BITRATES_KBPS = [64, 96, 128, 192, 256] as const;

/** FLAC, the only lossless one, has blocks of this size by every encoder's default at these rates. */
const FLAC_RATES_HZ = [8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000] as const;
const LOSSY_RATES_HZ = {
  // Opus decoders give 48 kHz, whatever was encoded (RFC 7845, section 5.1).
  opus: [48_000],
  aac: [32_000, 44_100, 48_000],
  // At 48 and 32 kHz every frame of a rate has the same size, which makes byte ranges computable (whole-layout.ts).
  mp3: [32_000, 48_000],
} as const;
const LARGEST_CHANNELS = { flac: 8, opus: 2, aac: 2, mp3: 2 } as const;

/** Samples in a packet; segments hold whole ones. */
export const PACKET_SAMPLES = { flac: 4096, aac: 1024, mp3: 1152, opus: 960 } as const;
const SEGMENT_SECONDS = 4;

/** Of samples without any coding. */
export const plainKbpsOf = ({
  sampleRateHz,
  channels,
  bitDepth,
}: {
  sampleRateHz: number;
  channels: number;
  bitDepth: number | null;
}): number => (sampleRateHz * channels * (bitDepth ?? 16)) / 1000;

export const ratesOf = (codec: EncodingTarget['codec']): readonly number[] =>
  codec === 'flac' ? FLAC_RATES_HZ : LOSSY_RATES_HZ[codec];

export const mostChannelsOf = (codec: EncodingTarget['codec']): number => LARGEST_CHANNELS[codec];

/**
 * About four seconds: short enough to begin soon and to be made within a moment, long enough that requests cost little. The same for
 * every rate of a codec, so that players may change between them; the same for AAC and FLAC at 44.1 and 48 kHz.
 */
export function segmentSamplesOf(codec: PackagedCodec, sampleRateHz: number): number {
  const step = codec === 'vorbis' || codec === 'aac' ? PACKET_SAMPLES.flac : PACKET_SAMPLES[codec];
  return Math.max(1, Math.round((sampleRateHz * SEGMENT_SECONDS) / step)) * step;
}

const FIRST_FRAGMENT_SECONDS = 0.2;
const FRAGMENT_SECONDS = 1;

/**
 * How a segment is cut into what goes out as soon as it is encoded, from its first packet on: a short beginning, so that sound comes early, then
 * longer ones, whose heads cost little.
 */
export function fragmentsOf({ codec, sampleRateHz }: Pick<EncodingTarget, 'codec' | 'sampleRateHz'>) {
  const packet = PACKET_SAMPLES[codec];
  const toSamples = (seconds: number) => Math.ceil((seconds * sampleRateHz) / packet) * packet;
  return { firstFragmentSamples: toSamples(FIRST_FRAGMENT_SECONDS), fragmentSamples: toSamples(FRAGMENT_SECONDS) };
}

const NAME = /^(aac|mp3|opus|flac)-(\d{2,3})-(\d{4,6})-([1-8])$/;

/** The whole target in a word that fits into an address, such as `opus-128-48000-2` or `flac-16-44100-2`: any server can read it. */
export const toTargetName = ({ codec, bitrateKbps, bitDepth, sampleRateHz, channels }: EncodingTarget): string =>
  [codec, bitrateKbps ?? bitDepth, sampleRateHz, channels].join('-');

/** Undefined for what is not offered: addresses are signed without the name of the rendition, so anyone can make one up. */
export function fromTargetName(name: string): EncodingTarget | undefined {
  const match = NAME.exec(name);
  if (!match) return undefined;
  const codec = match[1] as EncodingTarget['codec'];
  const isLossless = codec === 'flac';
  const number = Number(match[2]);
  const target: EncodingTarget = {
    codec,
    bitrateKbps: isLossless ? null : number,
    sampleRateHz: Number(match[3]),
    channels: Number(match[4]),
    bitDepth: isLossless ? (number === 16 ? 16 : 24) : null,
  };
  const isOffered =
    (isLossless ? number === target.bitDepth : BITRATES_KBPS.some((bitrateKbps) => bitrateKbps === number)) &&
    ratesOf(target.codec).includes(target.sampleRateHz) &&
    target.channels <= mostChannelsOf(target.codec) &&
    // Numbers with zeros before them would be other addresses of the same.
    toTargetName(target) === name;
  return isOffered ? target : undefined;
}

import { BitCursor } from '../bytes/bit-cursor.ts';

/** ISO 14496-3, table 1.18: what an index of four bits stands for. */
export const aacSampleRatesHz = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
] as const;

const LOW_COMPLEXITY = 2;
const SPECTRAL_BAND_REPLICATION = 5;
const PARAMETRIC_STEREO = 29;
const SYNC_EXTENSION = 0x2b7;

export interface AudioSpecificConfig {
  /** As in `mp4a.40.x`: 2 LC, 5 HE-AAC, 29 HE-AAC v2. */
  objectType: number;
  /** Of the decoder's output when spectral band replication is signalled, else of the core. */
  sampleRateHz: number;
  /** 0 when a program config element says more than a number. */
  channels: number;
  /** What the decoder gives for each packet, at `sampleRateHz`. */
  frameSamples: number;
}

/** ISO 14496-3, section 1.6.2.1. Throws `damaged` when it ends early. */
export function readAudioSpecificConfig(config: Uint8Array): AudioSpecificConfig {
  const bits = new BitCursor(config);
  let objectType = readObjectType(bits);
  const coreRateHz = readSampleRate(bits);
  const channelConfiguration = bits.read(4);
  let sampleRateHz = coreRateHz;
  const isExplicit = objectType === SPECTRAL_BAND_REPLICATION || objectType === PARAMETRIC_STEREO;
  const signalled = objectType;
  if (isExplicit) {
    sampleRateHz = readSampleRate(bits);
    objectType = readObjectType(bits);
  }
  const isShort = bits.remaining > 0 && bits.read(1) === 1;
  const core = isShort ? 960 : 1024;
  const channels = channelConfiguration === 7 ? 8 : channelConfiguration;
  if (isExplicit) {
    return { objectType: signalled, sampleRateHz, channels, frameSamples: (core * sampleRateHz) / coreRateHz };
  }
  const extension = readSyncExtension(bits);
  if (!extension) return { objectType, sampleRateHz, channels, frameSamples: core };
  return {
    objectType: SPECTRAL_BAND_REPLICATION,
    sampleRateHz: extension,
    channels,
    frameSamples: (core * extension) / coreRateHz,
  };
}

/** AAC-LC of frames of 1024 samples. */
export function writeAudioSpecificConfig({
  sampleRateHz,
  channels,
}: {
  sampleRateHz: number;
  channels: number;
}): Uint8Array {
  const rateIndex = aacSampleRatesHz.findIndex((rate) => rate === sampleRateHz);
  const channelConfiguration = channels === 8 ? 7 : channels;
  if (rateIndex >= 0) {
    const value = (LOW_COMPLEXITY << 11) | (rateIndex << 7) | (channelConfiguration << 3);
    return Uint8Array.of(value >> 8, value & 0xff);
  }
  const head = LOW_COMPLEXITY * 16 + 15;
  const bits = (BigInt(head) << 31n) | (BigInt(sampleRateHz) << 7n) | (BigInt(channelConfiguration) << 3n);
  return Uint8Array.from({ length: 5 }, (_, index) => Number((bits >> BigInt(32 - index * 8)) & 0xffn));
}

/** The rate that a backwards compatible extension behind the config of the core doubles to. */
function readSyncExtension(bits: BitCursor): number | undefined {
  // Behind the flags dependsOnCoreCoder and extensionFlag, which plain AAC leaves at 0.
  if (bits.remaining < 2 + 11 + 5 + 1 + 4) return undefined;
  bits.read(2);
  if (bits.read(11) !== SYNC_EXTENSION) return undefined;
  if (readObjectType(bits) !== SPECTRAL_BAND_REPLICATION || bits.read(1) === 0) return undefined;
  return readSampleRate(bits);
}

function readObjectType(bits: BitCursor): number {
  const type = bits.read(5);
  return type === 31 ? 32 + bits.read(6) : type;
}

function readSampleRate(bits: BitCursor): number {
  const index = bits.read(4);
  return index === 15 ? bits.read(24) : (aacSampleRatesHz[index] ?? 0);
}

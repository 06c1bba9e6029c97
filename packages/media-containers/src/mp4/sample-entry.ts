import { concatBytes } from '../bytes/byte-arrays.ts';
import { readOpusHead } from '../codecs/opus-head.ts';
import { MediaContainerError } from '../media-container-error.ts';
import type { CodecSetup } from '../packet-stream.ts';
import { box, fullBox, u16, u32, u8, zeros } from './box.ts';

const AAC = 0x40;
const MPEG1_AUDIO = 0x6b;
const MPEG2_AUDIO = 0x69;
const AUDIO_STREAM = 0x15;
const OPUS_RATE_HZ = 48_000;
const STREAM_INFO_LAST_BLOCK = 0x80;

/** The entry of `stsd` that tells a decoder what it decodes. Throws `unsupported` for a codec that MP4 does not carry here. */
export function sampleEntry(setup: CodecSetup): Uint8Array {
  switch (setup.codec) {
    case 'aac':
      return audioEntry('mp4a', setup, elementaryStream(AAC, setup.config));
    case 'mp3':
      return audioEntry('mp4a', setup, elementaryStream(setup.sampleRateHz < 32_000 ? MPEG2_AUDIO : MPEG1_AUDIO));
    case 'flac':
      return audioEntry('fLaC', setup, flacConfig(setup.config));
    case 'opus':
      return audioEntry('Opus', setup, opusConfig(setup.config));
    case 'vorbis':
      throw new MediaContainerError('unsupported', 'Vorbis is written into WebM, not into MP4.');
  }
}

function audioEntry(type: string, setup: CodecSetup, config: Uint8Array): Uint8Array {
  return box(
    type,
    zeros(6),
    u16(1),
    zeros(8),
    u16(setup.channels, setup.bitDepth ?? 16, 0, 0, expressibleRate(setup.sampleRateHz), 0),
    config,
  );
}

/** The field has 16 bits; of a higher rate it holds the greatest regular division ("FLAC in ISO BMFF", section 3.3.2). */
function expressibleRate(sampleRateHz: number): number {
  let divisor = 1;
  while (sampleRateHz / divisor > 0xffff || sampleRateHz % divisor !== 0) divisor += 1;
  return sampleRateHz / divisor;
}

/** ISO 14496-1, section 7.2.6: descriptors of the stream, its decoder, the decoder's config and synchronisation. */
function elementaryStream(objectType: number, config?: Uint8Array): Uint8Array {
  const decoder = descriptor(
    4,
    u8(objectType, AUDIO_STREAM),
    // Buffer size and bit rates: unknown.
    zeros(3),
    u32(0, 0),
    ...(config ? [descriptor(5, config)] : []),
  );
  return fullBox('esds', [0, 0], descriptor(3, u16(1), u8(0), decoder, descriptor(6, u8(2))));
}

function descriptor(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(parts);
  if (content.length >= 0x80 ** 2)
    throw new MediaContainerError('unsupported', 'A decoder config is too long for MP4.');
  const length = content.length < 0x80 ? u8(content.length) : u8(0x80 | (content.length >> 7), content.length & 0x7f);
  return concatBytes([u8(tag), length, content]);
}

/** "FLAC in ISO BMFF", section 3.3.3: metadata blocks with their heads. */
function flacConfig(streamInfo: Uint8Array): Uint8Array {
  return fullBox('dfLa', [0, 0], u8(STREAM_INFO_LAST_BLOCK, 0, 0, streamInfo.length), streamInfo);
}

/**
 * "Encapsulation of Opus in ISO BMFF", section 4.3.2: OpusHead with big-endian numbers and version 0. The pre-skip is left to the
 * edit list: Chromium drops it twice when it stands in both. The rate of what was encoded tells nothing of the packets, which always
 * decode at 48 kHz; Chromium takes it for the decoder's and refuses the sound.
 */
function opusConfig(opusHead: Uint8Array): Uint8Array {
  const { channels, outputGain, mappingFamily, mapping } = readOpusHead(opusHead);
  const preSkipSamples = 0;
  return box(
    'dOps',
    u8(0, channels),
    u16(preSkipSamples),
    u32(OPUS_RATE_HZ),
    u16(outputGain & 0xffff),
    u8(mappingFamily),
    mapping,
  );
}

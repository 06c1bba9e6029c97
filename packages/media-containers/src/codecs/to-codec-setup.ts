import { concatBytes, startsWithAscii } from '../bytes/byte-arrays.ts';
import { MediaContainerError } from '../media-container-error.ts';
import type { CodecSetup, PackagedCodec } from '../packet-stream.ts';
import { readAudioSpecificConfig, writeAudioSpecificConfig } from './audio-specific-config.ts';
import { readOpusHead } from './opus-head.ts';
import { readStreamInfo, STREAM_INFO_BYTES } from './stream-info.ts';
import { readVorbisHeaders } from './vorbis-headers.ts';

/** What an encoder says about its packets. `extradata` is FFmpeg's `codecpar.extradata`, or empty. */
export interface EncoderOutput {
  codec: PackagedCodec;
  sampleRateHz: number;
  channels: number;
  extradata: Uint8Array;
}

/** Throws `MediaContainerError` when the extradata do not describe the codec. */
export function toCodecSetup(output: EncoderOutput): CodecSetup {
  return makers[output.codec](output);
}

const makers: Record<PackagedCodec, (output: EncoderOutput) => CodecSetup> = {
  aac({ sampleRateHz, channels, extradata }) {
    const config = extradata.length > 0 ? extradata : writeAudioSpecificConfig({ sampleRateHz, channels });
    const said = readAudioSpecificConfig(config);
    if (said.sampleRateHz < 1) throw new MediaContainerError('damaged', 'The AAC config has no sample rate.');
    return {
      codec: 'aac',
      sampleRateHz: said.sampleRateHz,
      channels: said.channels || channels,
      bitDepth: null,
      config,
      framing: 'mp4',
      mimeType: `audio/mp4; codecs="mp4a.40.${said.objectType}"`,
    };
  },
  mp3: ({ sampleRateHz, channels }) => ({
    codec: 'mp3',
    sampleRateHz,
    channels,
    bitDepth: null,
    config: new Uint8Array(),
    framing: 'mp4',
    mimeType: 'audio/mp4; codecs="mp3"',
  }),
  flac({ extradata }) {
    // With the marker and the head of the block when it comes from a file, without when from FFmpeg's encoder.
    const skipped = startsWithAscii(extradata, 'fLaC') ? 8 : 0;
    const config = extradata.slice(skipped, skipped + STREAM_INFO_BYTES);
    const { sampleRateHz, channels, bitDepth } = readStreamInfo(config);
    return {
      codec: 'flac',
      sampleRateHz,
      channels,
      bitDepth,
      config,
      framing: 'mp4',
      mimeType: 'audio/mp4; codecs="flac"',
    };
  },
  opus: ({ extradata }) => ({
    codec: 'opus',
    sampleRateHz: 48_000,
    channels: readOpusHead(extradata).channels,
    bitDepth: null,
    config: extradata,
    framing: 'mp4',
    mimeType: 'audio/mp4; codecs="opus"',
  }),
  vorbis({ extradata }) {
    const { sampleRateHz, channels, headers } = readVorbisHeaders(extradata);
    return {
      codec: 'vorbis',
      sampleRateHz,
      channels,
      bitDepth: null,
      config: laceHeaders(headers),
      framing: 'webm',
      mimeType: 'audio/webm; codecs="vorbis"',
    };
  },
};

/** Xiph lacing: the number of packets less one, the lengths of all but the last, the packets. */
export function laceHeaders(headers: readonly Uint8Array[]): Uint8Array {
  const lengths = headers
    .slice(0, -1)
    .map(({ length }) => Uint8Array.from([...Array<number>(Math.floor(length / 255)).fill(255), length % 255]));
  return concatBytes([Uint8Array.of(headers.length - 1), ...lengths, ...headers]);
}

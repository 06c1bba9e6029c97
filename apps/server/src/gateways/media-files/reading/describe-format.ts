import type { IFormat } from 'music-metadata';
import type { AudioFormat } from '#models/track.ts';
import { toBitrateKbps } from './raw-reading.ts';
import type { Container } from './sniff-container.ts';

const NAMES: Partial<Record<Container, readonly [container: string, codec: string, mimeType: string]>> = {
  wav: ['WAV', 'pcm', 'audio/wav'],
  aiff: ['AIFF', 'pcm', 'audio/aiff'],
  asf: ['ASF', 'wma', 'audio/x-ms-wma'],
  ape: ["Monkey's Audio", 'ape', 'audio/x-ape'],
  wavpack: ['WavPack', 'wavpack', 'audio/x-wavpack'],
  musepack: ['Musepack', 'musepack', 'audio/x-musepack'],
  dsf: ['DSF', 'dsd', 'audio/x-dsf'],
  dff: ['DSDIFF', 'dsd', 'audio/x-dff'],
  tta: ['TTA', 'tta', 'audio/x-tta'],
  matroska: ['Matroska', 'unknown', 'audio/x-matroska'],
  adts: ['ADTS', 'aac', 'audio/aac'],
  mpeg: ['MPEG', 'mp3', 'audio/mpeg'],
  flac: ['FLAC', 'flac', 'audio/flac'],
  ogg: ['Ogg', 'vorbis', 'audio/ogg'],
  mp4: ['MP4', 'aac', 'audio/mp4'],
};
const CODECS: readonly (readonly [RegExp, string])[] = [
  [/opus/i, 'opus'],
  [/vorbis/i, 'vorbis'],
  [/flac/i, 'flac'],
  [/alac/i, 'alac'],
  [/aac|mpeg-4\/aac/i, 'aac'],
  [/layer 3|mpeg\/l3|mp3/i, 'mp3'],
  [/layer 2|mpeg\/l2/i, 'mp2'],
  [/speex/i, 'speex'],
  [/lossless.*(?:wma|windows)|(?:wma|windows).*lossless/i, 'wma-lossless'],
  [/truehd/i, 'truehd'],
  [/^mlp/i, 'mlp'],
  [/wavpack/i, 'wavpack'],
  [/^tta/i, 'tta'],
  [/e-?ac-?3/i, 'eac3'],
  [/ac-?3/i, 'ac3'],
  [/dts/i, 'dts'],
  [/a-?law/i, 'alaw'],
  [/[µmu]-?law/i, 'mulaw'],
  [/adpcm/i, 'adpcm'],
  [/pcm|ieee|float|non-compressed|sowt|twos|in24|in32|fl32|fl64/i, 'pcm'],
];
const LOSSLESS = new Set(['pcm', 'flac', 'alac', 'ape', 'tta', 'dsd', 'truehd', 'mlp', 'wma-lossless']);
const OWN_CODEC = new Set<Container>(['ape', 'wavpack', 'musepack', 'dsf', 'dff', 'tta', 'adts']);

/** music-metadata's words for a format in those of JetStream. */
export function describeFormat(format: IFormat, container: Container, sizeBytes: number): AudioFormat {
  const [name, usualCodec, usualType] = NAMES[container] ?? ['unknown', 'unknown', 'application/octet-stream'];
  const codec = OWN_CODEC.has(container) ? usualCodec : codecOf(format.codec ?? '', usualCodec);
  const isWebm = container === 'matroska' && /webm/i.test(format.container ?? '');
  const isLossless = LOSSLESS.has(codec) || (codec === 'wavpack' && format.lossless !== false);
  return {
    container: isWebm ? 'WebM' : name,
    codec,
    mimeType: isWebm ? 'audio/webm' : usualType,
    isLossless,
    bitrateKbps: toBitrate(format, sizeBytes),
    sampleRateHz: toCount(format.sampleRate),
    // Matroska tells that of decoders too, which means nothing.
    bitDepth: isLossless ? toCount(format.bitsPerSample) : null,
    channels: toCount(format.numberOfChannels),
  };
}

/** Containers that do not tell a rate have one all the same. */
function toBitrate({ bitrate, duration = 0 }: IFormat, sizeBytes: number): number | null {
  if (bitrate !== undefined && Number.isFinite(bitrate) && bitrate > 0) return Math.round(bitrate / 1_000);
  return toBitrateKbps(sizeBytes, duration * 1_000);
}

function codecOf(text: string, usual: string): string {
  return CODECS.find(([pattern]) => pattern.test(text))?.[1] ?? usual;
}

const toCount = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) && value > 0 ? Math.round(value) : null;

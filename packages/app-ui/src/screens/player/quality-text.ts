export interface QualityFormat {
  codec: string;
  isLossless: boolean;
  bitrateKbps: number | null;
  sampleRateHz: number | null;
  bitDepth: number | null;
}

const names: Readonly<Record<string, string>> = {
  opus: 'Opus',
  vorbis: 'Vorbis',
  speex: 'Speex',
  wavpack: 'WavPack',
  musepack: 'Musepack',
};

/** As people write it: `FLAC`, `Opus`. */
export const codecName = (codec: string): string => names[codec.toLowerCase()] ?? codec.toUpperCase();

/** `FLAC 24/96`, `MP3 320`: the way people who care write it; lossy files say their bit rate. */
export function qualityText({ codec, isLossless, bitrateKbps, sampleRateHz, bitDepth }: QualityFormat): string {
  const name = codecName(codec);
  if (!isLossless) return bitrateKbps ? `${name} ${Math.round(bitrateKbps)}` : name;
  const kilohertz = sampleRateHz ? String(Math.round(sampleRateHz / 100) / 10) : undefined;
  if (bitDepth && kilohertz) return `${name} ${bitDepth}/${kilohertz}`;
  return kilohertz ? `${name} ${kilohertz} kHz` : name;
}

/** Codecs of FFmpeg that keep every sample. */
const LOSSLESS =
  /^(?:pcm_(?!alaw|mulaw|vidc)|flac$|alac$|ape$|wavpack$|tta$|tak$|mlp$|truehd$|shorten$|dsd_|dst$|wmalossless$|mp4als$|ralf$|osq$)/;

/** FFmpeg's names in the words of `AudioFormat.codec`, where these differ. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^pcm_alaw/, 'alaw'],
  [/^pcm_mulaw/, 'mulaw'],
  [/^pcm_/, 'pcm'],
  [/^adpcm_/, 'adpcm'],
  [/^wmalossless$/, 'wma-lossless'],
  [/^wma/, 'wma'],
  [/^musepack/, 'musepack'],
  [/^(?:dsd_|dst$)/, 'dsd'],
];

export const isLosslessCodec = (name: string): boolean => LOSSLESS.test(name);

export const toCodecName = (name: string): string => NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? name;

export const isDsd = (name: string): boolean => /^(?:dsd_|dst$)/.test(name);

/** The first of a list of names that are one format to FFmpeg, such as `mov,mp4,m4a`. */
export const toContainerName = (names: string): string => names.split(',')[0] ?? names;

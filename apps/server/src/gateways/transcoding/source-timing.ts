/** How the samples of a decoded file are numbered. */
export interface SourceTiming {
  /**
   * `labelled`: each packet carries its exact position, so that decoding may begin at any. `framed`: the labels are rounded, but all
   * frames are of one length. `counted`: only decoding from the start tells where a sample is.
   */
  kind: 'labelled' | 'framed' | 'counted';
  /** Labels that are off by no more are wrong, not the sound. */
  toleranceSamples: number;
  /** How far before the place wanted the demuxer is sent: labels right behind a seek are not to be trusted. */
  seekMarginSeconds: number;
}

export interface TimedSource {
  /** FFmpeg's name of the demuxer, which may be a list. */
  format: string;
  codec: string;
  sampleRateHz: number;
  /** Seconds for each unit of a label, as a fraction. */
  timeBase: { num: number; den: number };
}

const COUNTED: SourceTiming = { kind: 'counted', toleranceSamples: 0, seekMarginSeconds: 0 };
const labelled = (toleranceSamples: number, seekMarginSeconds: number): SourceTiming => ({
  kind: 'labelled',
  toleranceSamples,
  seekMarginSeconds,
});

/**
 * Demuxers whose labels were found exact by comparing what is decoded after a seek with what is decoded from the start. Those of
 * raw MPEG and ADTS count frames from the start without decoding them.
 */
const LABELLED: Readonly<Record<string, SourceTiming>> = {
  mp3: labelled(0, 0.3),
  aac: labelled(0, 0.3),
  flac: labelled(0, 0.3),
  mov: labelled(0, 0.3),
  wav: labelled(0, 0.1),
  w64: labelled(0, 0.1),
  aiff: labelled(0, 0.1),
  au: labelled(0, 0.1),
  caf: labelled(0, 0.3),
  wv: labelled(0, 0.3),
  tta: labelled(0, 0.3),
  ape: labelled(0, 0.3),
};
/** What files are called whose labels nearly always are exact. A file that is not what its name says is counted all the same. */
const LABELLED_NAME = /\.(?:mp3|aac|flac|wave?|w64|aiff?|au|wv|tta|ape|opus)$/i;
/** Codecs of WAV for which they were found so; of ADPCM by Yamaha they are not. */
const LABELLED_IN_WAV = /^(?:pcm_|adpcm_ms$|adpcm_ima_wav$|gsm_ms$|mp[23]$|ac3$|dts$)/;
/** In Ogg a page is the smallest thing with a label: what precedes its end is reckoned back. */
const OGG: Readonly<Record<string, SourceTiming>> = {
  // The last page ends early: the label of the packet before its end is off by up to a quarter of the longest block.
  vorbis: labelled(2048, 1),
  opus: labelled(0, 1),
  flac: labelled(0, 3),
};
/** Constant frames in a container that labels in milliseconds. */
const FRAMED_CODECS = new Set(['aac', 'mp3', 'opus', 'flac']);
const FRAMED: SourceTiming = { kind: 'framed', toleranceSamples: 0, seekMarginSeconds: 1 };

export const hasLabelledName = (location: string): boolean => LABELLED_NAME.test(location);

/** Counting is right for everything, but all has to be decoded once: whatever is not known for exact labels is counted. */
export function findTiming({ format, codec, sampleRateHz, timeBase }: TimedSource): SourceTiming {
  const name = format.split(',')[0] ?? format;
  if (name === 'matroska') return FRAMED_CODECS.has(codec) ? FRAMED : COUNTED;
  const hasWholeSamples = Number.isInteger(timeBase.den / timeBase.num / sampleRateHz);
  if (!hasWholeSamples || (name === 'wav' && !LABELLED_IN_WAV.test(codec))) return COUNTED;
  return (name === 'ogg' ? OGG[codec] : LABELLED[name]) ?? COUNTED;
}

import type { AudioMeasurement } from '@jetstream/audio-analysis';
import type { AudioPacket, CodecSetup } from '@jetstream/media-containers';
import type { EncodingTarget } from '#models/encoding-target.ts';

export type { EncodingTarget } from '#models/encoding-target.ts';

/** A file, in the version that the caller means. */
export interface TranscodeInput {
  /** An absolute path, or `s3://bucket/key`. */
  location: string;
  /** As that of `OpenFile`: what was learnt of a location is forgotten when it changes. */
  revision: string;
}

/** What decoding finds in a file, whatever its headers claim. */
export interface ProbedAudio {
  /** In the words of `AudioFormat.codec`, or FFmpeg's where that has none. */
  codec: string;
  /** FFmpeg's name of the format, such as `mp3`, `flac`, `ogg`, `mov`. */
  container: string;
  sampleRateHz: number;
  channels: number;
  /** Of what was put in by a lossless codec; null of a lossy one. */
  bitDepth: number | null;
  /** Samples that are heard, at `sampleRateHz`: without the delay and padding of encoders. */
  durationSamples: number;
  /** Counted by decoding. Else the file is so long that its end was not looked for, and this is what its headers say. */
  isExact: boolean;
  isLossless: boolean;
}

/** What every encoding to one target has in common, so that playlists and init segments need no encoding. */
export interface EncodingDescription {
  setup: CodecSetup;
  /** Samples before the sound on the decoder's timeline. */
  delaySamples: number;
  /** Each packet has as many: packet k starts at k times this. */
  packetSamples: number;
  /** Which encoder in which version: packets of one name are the same bytes, those of another may not be joined to them. */
  encoder: string;
}

/** A stretch of an encoding: the packets that start in [startSample, endSample) of the decoder's timeline, at the target's rate. */
export interface SegmentOrder {
  input: TranscodeInput;
  target: EncodingTarget;
  startSample: number;
  endSample: number;
  /**
   * Of the whole sound, at the target's rate (`toResampledLength`). The encoding has exactly as many: what cannot be decoded is
   * silent, and nothing comes after it.
   */
  durationSamples: number;
  /** Of FLAC: frames hold the samples as they are, so that the bytes of each are known before (`layOutVerbatim`). */
  isVerbatim?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Told packets as they are made, in order, about a fragment (`fragmentsOf`) at a time; the answer has them all again. */
  onPackets?: ((packets: AudioPacket[], description: EncodingDescription) => void) | undefined;
}

export interface EncodedSegment extends EncodingDescription {
  packets: AudioPacket[];
}

export interface AnalysisOptions {
  signal?: AbortSignal | undefined;
  /** From 0 to 1, now and then. */
  onProgress?: ((share: number) => void) | undefined;
}

/**
 * Decodes everything that is music, and encodes it. The same order gives the same packets, whatever was asked before; packets of
 * neighbouring segments join as if they had been encoded in one go. Every method may throw DomainError: media-missing;
 * media-unreadable when it is no audio, is damaged beyond decoding or kills the decoder; unsupported when the target is impossible;
 * unavailable when there is no decoder on this server, or a store is away. An abort rejects with the signal's reason.
 */
export interface Transcoder {
  probe(input: TranscodeInput, signal?: AbortSignal): Promise<ProbedAudio>;
  /** Remembered: it is asked for each segment. */
  describe(target: EncodingTarget): Promise<EncodingDescription>;
  encodeSegment(order: SegmentOrder): Promise<EncodedSegment>;
  /** Decodes all of it and measures the samples, where they are decoded; gives way to everything else on the machine. */
  analyse(input: TranscodeInput, options?: AnalysisOptions): Promise<AudioMeasurement>;
  /** Ends all that is under way, and its processes. */
  close(): Promise<void>;
}

/** Random access to a file, an object in a bucket or a chosen local file. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Bytes from `position`; fewer than `length` only at the end. The array is not changed afterwards. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** Codecs whose packets are put into segments as they are. */
export type PackagedCodec = 'aac' | 'mp3' | 'flac' | 'opus' | 'vorbis';

/** How segments are framed: fragmented MP4, WebM, or for MP3 frame behind frame without any head (`audio/mpeg`). */
export type SegmentFraming = 'mp4' | 'webm' | 'mpeg';

/** What a decoder has to know before the first packet. */
export interface CodecSetup {
  readonly codec: PackagedCodec;
  /** Also the unit of every sample position; 48000 for Opus, whatever was encoded. */
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Only of FLAC. */
  readonly bitDepth: number | null;
  /**
   * aac: AudioSpecificConfig (ISO 14496-3). flac: STREAMINFO without its block header (34 bytes). opus: OpusHead with its magic
   * (RFC 7845). vorbis: the three headers, Xiph-laced as in Matroska's CodecPrivate. mp3: empty.
   */
  readonly config: Uint8Array;
  /** The first of `framingsOf` unless `withFraming` changed it. */
  readonly framing: SegmentFraming;
  /** Container and codec as `MediaSource.isTypeSupported` takes them. */
  readonly mimeType: string;
}

/** One packet as the encoder made it, without framing of its container. */
export interface AudioPacket {
  readonly data: Uint8Array;
  /** On the decoder's timeline: 0 is the first sample that a decoder gives for the whole stream, before anything is dropped. */
  readonly startSample: number;
  /** What the decoder gives for the packet; 0 for the first packet of Vorbis, which only prepares the second. */
  readonly sampleCount: number;
}

/** The packets of a file, read as they are asked for. */
export interface PacketStream {
  readonly setup: CodecSetup;
  /** Samples that a player drops from the start of the decoder's output: encoder delay and decoder delay together. */
  readonly delaySamples: number;
  /** Samples that a player drops from the end of the decoder's output. */
  readonly paddingSamples: number;
  /** Samples that are heard: the decoder's output without delay and padding. */
  readonly durationSamples: number;
  /**
   * The packets that start in [fromSample, toSample), in order. The same range gives the same packets, whatever was asked before.
   * Throws `MediaContainerError` when the file is damaged there.
   */
  readPackets(fromSample: number, toSample: number): Promise<AudioPacket[]>;
}

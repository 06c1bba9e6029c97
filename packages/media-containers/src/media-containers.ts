export { concatBytes } from './bytes/byte-arrays.ts';
export { framingsOf, withFraming } from './codecs/framing.ts';
export { runUpSamplesOf } from './codecs/run-up-samples.ts';
export { toCodecSetup, type EncoderOutput } from './codecs/to-codec-setup.ts';
export { MediaContainerError, type MediaContainerErrorCode } from './media-container-error.ts';
export { openPacketStream } from './open-packet-stream.ts';
export type {
  AudioPacket,
  ByteSource,
  CodecSetup,
  PackagedCodec,
  PacketStream,
  SegmentFraming,
} from './packet-stream.ts';
export {
  MediaSegmentWriter,
  writeInitSegment,
  writeMediaSegment,
  type InitSegment,
  type MediaSegment,
  type SegmentShape,
} from './write-segments.ts';
export { ID3V2_HEAD_BYTES, measureId3v2 } from './tags/id3v2.ts';

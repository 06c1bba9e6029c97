export { MediaContainerError, type MediaContainerErrorCode } from './media-container-error.ts';
export type { AudioPacket, ByteSource, CodecSetup, PackagedCodec, PacketStream } from './packet-stream.ts';
export { toCodecSetup, type EncoderOutput } from './codecs/to-codec-setup.ts';

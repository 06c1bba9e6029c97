/** For who counts the sound of Opus only. */
export { opusPacketSamples } from './codecs/opus-packet.ts';

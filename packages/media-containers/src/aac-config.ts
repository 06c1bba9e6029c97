/** For who reads the header of AAC only. */
export { readAudioSpecificConfig, type AudioSpecificConfig } from './codecs/audio-specific-config.ts';

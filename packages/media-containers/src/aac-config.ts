/** For who reads the header of AAC only. */
export { readAudioSpecificConfig, type AudioSpecificConfig } from './codecs/audio-specific-config.ts';
export { readElementaryStream, type ElementaryStream } from './mp4/elementary-stream.ts';

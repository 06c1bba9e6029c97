/** What packets of Vorbis tell of their length, apart from the readers of containers. */
export { readVorbisHeaders, vorbisBlockSamples } from './codecs/vorbis-headers.ts';

/** What an init segment says, apart from the readers of containers: an engine that plays from a server needs no more of this package. */
export { readStreamInfo, writeStreamInfo } from './codecs/stream-info.ts';
export { writeMp4Init } from './mp4/write-mp4-init.ts';

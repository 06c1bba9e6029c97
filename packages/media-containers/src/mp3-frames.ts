/**
 * Single frames of MP3 and its older layers, and what joins the pieces that they come in, apart from the readers of containers: an engine
 * that plays from a server, and who scans files, need no more of this package.
 */
export { concatBytes } from './bytes/byte-arrays.ts';
export { isLikelyCount } from './mp3/info-frame.ts';
export {
  findMp3Header,
  findMpegHeader,
  mainDataBeginOf,
  mainDataBytesOf,
  MP3_HEADER_BYTES,
  type Mp3Header,
  type MpegHeader,
} from './mp3/mp3-header.ts';

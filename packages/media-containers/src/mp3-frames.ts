/**
 * Single frames of MP3, and what joins the pieces that they come in, apart from the readers of containers: an engine that plays from
 * a server needs no more of this package.
 */
export { concatBytes } from './bytes/byte-arrays.ts';
export { findMp3Header, mainDataBeginOf, mainDataBytesOf, type Mp3Header } from './mp3/mp3-header.ts';

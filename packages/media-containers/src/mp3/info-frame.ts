import { startsWithAscii } from '../bytes/byte-arrays.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import { MP3_HEADER_BYTES, type Mp3Header } from './mp3-header.ts';

/** What an encoder wrote into a first frame that holds no sound. */
export interface InfoFrame {
  /** Frames of sound and bytes from this frame on, or undefined where the encoder does not say. */
  frames: number | undefined;
  bytes: number | undefined;
  /** Samples of silence that the encoder put before and behind the sound, without the delay of a decoder. */
  delay: { before: number; behind: number } | undefined;
}

const HAS_FRAMES = 1;
const HAS_BYTES = 2;
const HAS_TABLE = 4;
const HAS_QUALITY = 8;
const TABLE_BYTES = 100;
const ENCODER_BYTES = 9;
/** Between the encoder's name and its delays: revision, low pass, replay gain, flags, bit rate. */
const BEFORE_DELAY_BYTES = 12;
/** Those who write the fields of LAME; other names fill the place with something else. */
const DELAY_WRITERS = ['LAME', 'Lavf', 'Lavc'];
const VBRI_OFFSET = 36;
const NOTHING: InfoFrame = { frames: undefined, bytes: undefined, delay: undefined };

const MOST_VARIED = Math.SQRT2;

/**
 * Whether as many frames as an encoder tells can be there, by how many a part of them lets expect: counts of files that were cut or
 * joined, or that careless programs wrote, are mostly wrong by more than a variable rate varies. One that is refused can be counted.
 */
export const isLikelyCount = (frames: number, expectedFrames: number): boolean =>
  frames < expectedFrames * MOST_VARIED && expectedFrames < frames * MOST_VARIED;

/**
 * Reads Xing, Info and VBRI with the extension of LAME (the revision 1 of the "MP3 Info Tag" specification), or gives
 * undefined for a frame of sound. Counts of VBRI are not taken: writers do not agree whether its own frame counts.
 */
export function findInfoFrame(frame: Uint8Array, header: Mp3Header): InfoFrame | undefined {
  if (startsWithAscii(frame, 'VBRI', VBRI_OFFSET)) return NOTHING;
  // The tag stands where main data would begin; the CRC of a header is not counted by those who write it.
  const offset = MP3_HEADER_BYTES + header.sideInfoBytes;
  if (!startsWithAscii(frame, 'Xing', offset) && !startsWithAscii(frame, 'Info', offset)) return undefined;
  const cursor = new ByteCursor(frame, offset + 4);
  const needed = 4 + 4 + 4 + TABLE_BYTES + 4 + ENCODER_BYTES + BEFORE_DELAY_BYTES + 3;
  if (cursor.remaining < needed) return NOTHING;
  const flags = cursor.u32();
  const frames = flags & HAS_FRAMES ? cursor.u32() : undefined;
  const bytes = flags & HAS_BYTES ? cursor.u32() : undefined;
  if (flags & HAS_TABLE) cursor.skip(TABLE_BYTES);
  if (flags & HAS_QUALITY) cursor.skip(4);
  const encoder = cursor.ascii(ENCODER_BYTES);
  if (!DELAY_WRITERS.some((name) => encoder.startsWith(name))) return { frames, bytes, delay: undefined };
  cursor.skip(BEFORE_DELAY_BYTES);
  const delays = cursor.u24();
  return { frames, bytes, delay: { before: delays >> 12, behind: delays & 0xfff } };
}

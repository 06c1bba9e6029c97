import { startsWithAscii } from '../bytes/byte-arrays.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import { MediaContainerError } from '../media-container-error.ts';

const MAGIC = 'OpusHead';

/** RFC 7845, section 5.1. */
export interface OpusHead {
  channels: number;
  /** Samples at 48 kHz to drop from the start of the decoder's output. */
  preSkipSamples: number;
  /** Q7.8 decibels. */
  outputGain: number;
  mappingFamily: number;
  /** Stream count, coupled count and mapping; empty for family 0. */
  mapping: Uint8Array;
}

/** Throws `damaged` when it is none. */
export function readOpusHead(packet: Uint8Array): OpusHead {
  if (!startsWithAscii(packet, MAGIC)) throw new MediaContainerError('damaged', 'It does not begin with OpusHead.');
  const cursor = new ByteCursor(packet, MAGIC.length);
  const version = cursor.u8();
  const channels = cursor.u8();
  if (version >= 16 || channels === 0)
    throw new MediaContainerError('unsupported', 'This OpusHead is not of version 1.');
  const preSkipSamples = cursor.u16le();
  // The rate of what was encoded is a remark: packets decode at 48 kHz.
  cursor.u32le();
  const outputGain = cursor.i16le();
  const mappingFamily = cursor.u8();
  const mapping = mappingFamily === 0 ? new Uint8Array() : cursor.take(2 + channels);
  if (mappingFamily === 0 && channels > 2)
    throw new MediaContainerError('damaged', 'Mapping family 0 has two channels.');
  return { channels, preSkipSamples, outputGain, mappingFamily, mapping };
}

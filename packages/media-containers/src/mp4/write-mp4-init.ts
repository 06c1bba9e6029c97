import { asciiBytes } from '../bytes/byte-arrays.ts';
import type { CodecSetup } from '../packet-stream.ts';
import type { InitSegment } from '../write-segments.ts';
import { box, concatBoxes, fullBox, u16, u32, u64, u8, zeros } from './box.ts';
import { gaplessNote } from './gapless-note.ts';
import { sampleEntry } from './sample-entry.ts';

const TRACK = 1;
const IDENTITY_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const UNDETERMINED_LANGUAGE = 0x55c4;
/** Enabled, in the movie, in the preview. */
const TRACK_FLAGS = 7;
/** Depends on no other sample: every packet of sound is a place to begin. */
export const SYNC_SAMPLE = 0x2000000;

/**
 * `ftyp` and `moov` of a fragmented file (ISO 14496-12, section 8.8). Every timescale is the sample rate, so that positions are exact.
 * The edit list starts the presentation behind the delay and ends it before the padding.
 */
export function writeMp4Init(setup: CodecSetup, init: InitSegment): Uint8Array {
  const { durationSamples, delaySamples, paddingSamples } = init;
  const hasNote = paddingSamples !== undefined && setup.codec === 'aac' && delaySamples > 0;
  const movie = box(
    'moov',
    movieHeader(setup.sampleRateHz),
    box('trak', trackHeader(), editList(durationSamples, delaySamples), media(setup)),
    box(
      'mvex',
      fullBox('mehd', [1, 0], u64(durationSamples)),
      fullBox('trex', [0, 0], u32(TRACK, 1, 0, 0, SYNC_SAMPLE)),
    ),
    hasNote ? gaplessNote({ durationSamples, delaySamples, paddingSamples }) : new Uint8Array(),
  );
  return concatBoxes(box('ftyp', asciiBytes('iso6'), u32(0), asciiBytes('iso6mp41dash')), movie);
}

function movieHeader(timescale: number): Uint8Array {
  const [rate, volume, nextTrack] = [u32(0x10000), u16(0x100), u32(TRACK + 1)];
  return fullBox(
    'mvhd',
    [0, 0],
    u32(0, 0, timescale, 0),
    rate,
    volume,
    zeros(10),
    IDENTITY_MATRIX,
    zeros(24),
    nextTrack,
  );
}

function trackHeader(): Uint8Array {
  const [layerAndGroup, volume] = [u16(0, 0), u16(0x100, 0)];
  const times = u32(0, 0, TRACK, 0, 0);
  return fullBox('tkhd', [0, TRACK_FLAGS], times, zeros(8), layerAndGroup, volume, IDENTITY_MATRIX, u32(0, 0));
}

function editList(durationSamples: number, delaySamples: number): Uint8Array {
  const normalSpeed = u16(1, 0);
  return box('edts', fullBox('elst', [1, 0], u32(1), u64(durationSamples), u64(delaySamples), normalSpeed));
}

function media(setup: CodecSetup): Uint8Array {
  return box(
    'mdia',
    fullBox('mdhd', [0, 0], u32(0, 0, setup.sampleRateHz, 0), u16(UNDETERMINED_LANGUAGE, 0)),
    fullBox('hdlr', [0, 0], u32(0), asciiBytes('soun'), zeros(12), u8(0)),
    box(
      'minf',
      fullBox('smhd', [0, 0], u32(0)),
      box('dinf', fullBox('dref', [0, 0], u32(1), fullBox('url ', [0, 1]))),
      box(
        'stbl',
        fullBox('stsd', [0, 0], u32(1), sampleEntry(setup)),
        fullBox('stts', [0, 0], u32(0)),
        fullBox('stsc', [0, 0], u32(0)),
        fullBox('stsz', [0, 0], u32(0, 0)),
        fullBox('stco', [0, 0], u32(0)),
      ),
    ),
  );
}

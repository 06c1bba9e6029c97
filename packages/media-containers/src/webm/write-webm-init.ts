import { asciiBytes, concatBytes } from '../bytes/byte-arrays.ts';
import { MediaContainerError } from '../media-container-error.ts';
import type { CodecSetup } from '../packet-stream.ts';
import type { InitSegment } from '../write-segments.ts';
import { element, floatElement, openElement, uintElement } from './element.ts';

/** Nanoseconds that a timestamp counts: a fifth of a sample at 20 kHz, so that packets join without rounding that is heard. */
export const TIMESTAMP_SCALE_NS = 10_000;
const AUDIO_TRACK = 2;

/** How long a decoder of Opus has to hear before its output is right (RFC 7845, section 4.6). */
const OPUS_PREROLL_NS = 80_000_000;
const OPUS_PRE_SKIP_OFFSET = 10;

/** The head of a WebM file (RFC 9559) of one track of Vorbis or Opus; clusters follow for as long as there are any. */
export function writeWebmInit(setup: CodecSetup, { durationSamples, delaySamples }: InitSegment): Uint8Array {
  const decodedSamples = durationSamples + delaySamples;
  return concatBytes([
    element(
      0x1a45dfa3,
      uintElement(0x4286, 1),
      uintElement(0x42f7, 1),
      uintElement(0x42f2, 4),
      uintElement(0x42f3, 8),
      element(0x4282, asciiBytes('webm')),
      uintElement(0x4287, 4),
      uintElement(0x4285, 2),
    ),
    openElement(0x18538067),
    element(
      0x1549a966,
      uintElement(0x2ad7b1, TIMESTAMP_SCALE_NS),
      floatElement(0x4489, (decodedSamples / setup.sampleRateHz) * (1e9 / TIMESTAMP_SCALE_NS)),
      element(0x4d80, asciiBytes('JetStream')),
      element(0x5741, asciiBytes('JetStream')),
    ),
    element(
      0x1654ae6b,
      element(
        0xae,
        uintElement(0xd7, 1),
        uintElement(0x73c5, 1),
        uintElement(0x83, AUDIO_TRACK),
        uintElement(0x9c, 0),
        ...describeCodec(setup),
        element(0xe1, floatElement(0xb5, setup.sampleRateHz), uintElement(0x9f, setup.channels)),
      ),
    ),
  ]);
}

/**
 * Chromium drops a pre-skip of the head by itself, but only where it opens a decoder: not at the joins of tracks. So none is told,
 * and who appends the segments drops the delay, as with all codecs.
 */
function describeCodec({ codec, config }: CodecSetup): Uint8Array[] {
  if (codec === 'vorbis') return [element(0x86, asciiBytes('A_VORBIS')), element(0x63a2, config)];
  if (codec !== 'opus') throw new MediaContainerError('unsupported', `${codec} is not written into WebM.`);
  const head = config.slice();
  head.fill(0, OPUS_PRE_SKIP_OFFSET, OPUS_PRE_SKIP_OFFSET + 2);
  return [
    element(0x86, asciiBytes('A_OPUS')),
    element(0x63a2, head),
    uintElement(0x56aa, 0),
    uintElement(0x56bb, OPUS_PREROLL_NS),
  ];
}

import { asciiBytes, concatBytes } from '../bytes/byte-arrays.ts';
import type { CodecSetup } from '../packet-stream.ts';
import type { InitSegment } from '../write-segments.ts';
import { element, floatElement, openElement, uintElement } from './element.ts';

/** Nanoseconds that a timestamp counts: a fifth of a sample at 20 kHz, so that packets join without rounding that is heard. */
export const TIMESTAMP_SCALE_NS = 10_000;
const AUDIO_TRACK = 2;

/** The head of a WebM file (RFC 9559) of one track of Vorbis; clusters follow for as long as there are any. */
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
        element(0x86, asciiBytes('A_VORBIS')),
        element(0x63a2, setup.config),
        element(0xe1, floatElement(0xb5, setup.sampleRateHz), uintElement(0x9f, setup.channels)),
      ),
    ),
  ]);
}

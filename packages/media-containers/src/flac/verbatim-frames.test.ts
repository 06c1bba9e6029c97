import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { concatBytes } from '../bytes/byte-arrays.ts';
import { decode, lacksFfmpeg } from '../test-support/ffmpeg.ts';
import { openBytes } from '../test-support/packet-checks.ts';
import { layOutVerbatim, writeVerbatimFrame, type VerbatimSound } from './verbatim-frames.ts';
import { flacHeadBytesOf, writeFlacHead } from './write-flac-head.ts';

/** Numbers of one, two and three bytes, rates with and without a code, a last block of one sample. */
const SOUNDS: readonly VerbatimSound[] = [
  { sampleRateHz: 44_100, channels: 2, bitDepth: 16, blockSamples: 4096, durationSamples: 4096 * 130 + 77 },
  { sampleRateHz: 192_000, channels: 1, bitDepth: 24, blockSamples: 4096, durationSamples: 4096 * 3 },
  { sampleRateHz: 11_025, channels: 6, bitDepth: 24, blockSamples: 16, durationSamples: 16 * 2100 + 1 },
  { sampleRateHz: 48_000, channels: 2, bitDepth: 16, blockSamples: 4096, durationSamples: 900 },
];
const SEEK_FRAMES = 7;

/** Every value may come, so codes of frames come among the samples too. */
function makeSamples({ channels, bitDepth, durationSamples }: VerbatimSound): Int32Array {
  let state = 7;
  return Int32Array.from({ length: durationSamples * channels }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    return state >> (32 - bitDepth);
  });
}

function writeFile(sound: VerbatimSound, samples: Int32Array) {
  const { frameCount } = layOutVerbatim(sound);
  const length = sound.blockSamples * sound.channels;
  return Array.from({ length: frameCount }, (_, number) =>
    writeVerbatimFrame(sound, number, samples.subarray(number * length, (number + 1) * length)),
  );
}

suite('FLAC of samples as they are', { skip: lacksFfmpeg }, () => {
  for (const sound of SOUNDS)
    test(`${sound.sampleRateHz} Hz, ${sound.channels} channels, ${sound.bitDepth} bits: bit by bit, each where it was said`, async () => {
      const samples = makeSamples(sound);
      const frames = writeFile(sound, samples);
      const layout = layOutVerbatim(sound);
      let position = 0;
      for (const [index, frame] of frames.entries()) {
        assert.equal(layout.offsetOf(index), position);
        position += frame.length;
      }
      assert.equal(layout.offsetOf(layout.frameCount), position);
      const head = writeFlacHead(sound, SEEK_FRAMES);
      assert.equal(head.length, flacHeadBytesOf(Math.ceil(layout.frameCount / SEEK_FRAMES)));
      const file = concatBytes([head, ...frames]);
      const scale = 2 ** (sound.bitDepth - 1);
      const heard = decode(file).map((sample) => sample * scale);
      assert.equal(heard.length, samples.length);
      assert.ok(heard.every((sample, at) => sample === samples[at]));
      const stream = await openBytes(file);
      assert.equal(stream.durationSamples, sound.durationSamples);
      const from = Math.floor(sound.durationSamples / 2);
      const [packet] = await stream.readPackets(from, from + sound.blockSamples);
      if (packet) assert.deepEqual(packet.data, frames[packet.startSample / sound.blockSamples]);
    });
});

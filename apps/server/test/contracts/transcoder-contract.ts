import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, copyFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { LoudnessMeter } from '@jetstream/audio-analysis';
import type { AudioPacket } from '@jetstream/media-containers';
import { layOutVerbatim } from '@jetstream/media-containers/flac-frames';
import type { EncodedSegment, EncodingTarget, Transcoder } from '#gateways/transcoder.ts';
import { toResampledLength } from '#models/resampled-length.ts';
import {
  decodeFile,
  decodeFlacFrames,
  decodeSegments,
  differenceDb,
  findLag,
  left,
  makeSource,
  RATE_HZ,
  SECONDS,
  SOURCES,
} from '#test/transcoding/sounds.ts';

const FLAC: EncodingTarget = { codec: 'flac', bitrateKbps: null, sampleRateHz: RATE_HZ, channels: 2, bitDepth: 16 };
const TARGETS: readonly EncodingTarget[] = [
  FLAC,
  { codec: 'aac', bitrateKbps: 192, sampleRateHz: RATE_HZ, channels: 2, bitDepth: null },
  { codec: 'aac', bitrateKbps: 96, sampleRateHz: 48_000, channels: 2, bitDepth: null },
  { codec: 'mp3', bitrateKbps: 192, sampleRateHz: RATE_HZ, channels: 2, bitDepth: null },
  { codec: 'opus', bitrateKbps: 128, sampleRateHz: 48_000, channels: 2, bitDepth: null },
];
const SEGMENT_SECONDS = 4;
const WINDOW_SECONDS = 0.4;
const LAG_MS = 1;
const REACH_MS = 60;
const QUIET_DB = -60;
/** FFmpeg's own encoder of AAC spends its bits otherwise when it begins elsewhere. */
const MOST_ADDED_DB = 3;
/** Of the meter that loudness is compared with. */
const LOUDNESS_DB = 0.1;
const SAMPLES = SECONDS * RATE_HZ;

/** Power of the right channel, which has no noise that a low rate leaves out, away from both ends. */
function toneDb(interleaved: Float32Array): number {
  const right = interleaved.filter((_, at) => at % 2 === 1).subarray(RATE_HZ / 2, 3 * RATE_HZ);
  return 10 * Math.log10(right.reduce((sum, sample) => sum + sample ** 2, 0) / right.length);
}

const nameOf = ({ codec, bitrateKbps, sampleRateHz }: EncodingTarget) =>
  `${codec}, ${bitrateKbps ?? 'lossless'}, ${sampleRateHz} Hz`;
const bytesOf = (packets: readonly AudioPacket[]): Buffer => Buffer.concat(packets.map(({ data }) => data));

/** What every transcoder has to do. */
export function describeTranscoder(name: string, open: () => Transcoder): void {
  describe(`sounds: ${name}`, () => {
    const bench = new Bench(open);
    before(() => bench.start());
    after(() => bench.end());
    describeSources(bench);
    describeTargets(bench);
    describeVerbatim(bench);
    describeEnds(bench);
    describeRefusals(bench);
  });
}

/** Files and a transcoder for all tests of one implementation. */
class Bench {
  readonly #open: () => Transcoder;
  #transcoder: Transcoder | undefined;
  #folder = '';

  constructor(open: () => Transcoder) {
    this.#open = open;
  }

  get transcoder(): Transcoder {
    this.#transcoder ??= this.#open();
    return this.#transcoder;
  }

  at(name: string): string {
    return join(this.#folder, name);
  }

  async start(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'jetstream-transcoder-'));
    for (const source of SOURCES) makeSource(this.#folder, source);
  }

  async end(): Promise<void> {
    await this.#transcoder?.close();
    await rm(this.#folder, { recursive: true });
  }

  input(name: string) {
    return { location: this.at(name), revision: '1' };
  }

  /** Segment `index` of so many seconds. */
  async encode(name: string, target: EncodingTarget, index: number, durationSamples?: number): Promise<EncodedSegment> {
    const segmentSamples = SEGMENT_SECONDS * target.sampleRateHz;
    return await this.transcoder.encodeSegment({
      input: this.input(name),
      target,
      startSample: index * segmentSamples,
      endSample: (index + 1) * segmentSamples,
      durationSamples: durationSamples ?? toResampledLength(SAMPLES, RATE_HZ, target.sampleRateHz),
    });
  }

  decode(segments: readonly EncodedSegment[], durationSamples: number): Float32Array {
    return decodeSegments(this.#folder, segments, durationSamples);
  }

  decodeFrames(segment: EncodedSegment): Float32Array {
    return decodeFlacFrames(this.#folder, segment);
  }
}

function describeSources(bench: Bench): void {
  for (const { name, sampleRateHz = RATE_HZ, soundsAs = name } of SOURCES) {
    it(`${name}: tells its true length, and gives the sound of any place asked for`, async () => {
      const probed = await bench.transcoder.probe(bench.input(name));
      const whole = decodeFile(bench.at(soundsAs));
      assert.equal(probed.sampleRateHz, sampleRateHz);
      assert.equal(probed.channels, 2);
      const lateMs = Math.abs(probed.durationSamples - whole.length / 2) / (sampleRateHz / 1000);
      assert.ok(lateMs <= 50, `its length is off by ${lateMs} ms`);
      const wanted = left(whole);
      const target = { ...FLAC, sampleRateHz };
      const span = Math.round(WINDOW_SECONDS * sampleRateHz);
      for (const second of [9.7, 1.3]) {
        const startSample = Math.round(second * sampleRateHz);
        const segment = await bench.transcoder.encodeSegment({
          input: bench.input(name),
          target,
          startSample,
          endSample: startSample + span,
          durationSamples: probed.durationSamples,
        });
        const place = segment.packets[0]?.startSample ?? 0;
        assert.ok(place >= startSample && place < startSample + segment.packetSamples);
        const heard = left(bench.decodeFrames(segment));
        const original = wanted.subarray(place, place + heard.length);
        // Decoders that make up noise, as for AAC and AC-3, make other noise each time: there the place is found by likeness.
        const isSame = differenceDb(heard, original, 0, heard.length) < QUIET_DB;
        const reach = Math.round((REACH_MS / 1000) * sampleRateHz);
        const lagMs = isSame ? 0 : Math.abs(findLag(heard, original, reach)) / (sampleRateHz / 1000);
        assert.ok(lagMs <= LAG_MS, `${lagMs} ms late at ${second} s`);
      }
    });
  }
}

function describeTargets(bench: Bench): void {
  for (const target of TARGETS) {
    it(`${nameOf(target)}: a segment is the same bytes whatever was asked before`, async () => {
      const inOrder: Buffer[] = [];
      for (const index of [0, 1, 2]) inOrder.push(bytesOf((await bench.encode('vbr.mp3', target, index)).packets));
      for (const index of [2, 0, 1]) {
        await bench.encode('a.flac', target, 3 - index);
        const again = bytesOf((await bench.encode('vbr.mp3', target, index)).packets);
        assert.ok(inOrder[index]?.equals(again), `segment ${index} differs`);
      }
    });

    it(`${nameOf(target)}: segments join as if they had been encoded in one go`, async () => {
      const durationSamples = toResampledLength(SAMPLES, RATE_HZ, target.sampleRateHz);
      const input = bench.input('a.flac');
      const run = { input, target, startSample: 0, durationSamples };
      const whole = await bench.transcoder.encodeSegment({ ...run, endSample: Number.MAX_SAFE_INTEGER });
      const sizes = new Set(whole.packets.map(({ data }) => data.length));
      if (target.codec === 'opus') assert.equal(sizes.size, 1, 'whole files rely on packets of one size');
      const segments: EncodedSegment[] = [];
      for (let index = 0; index * SEGMENT_SECONDS < SECONDS; index++) {
        segments.push(await bench.encode('a.flac', target, index, durationSamples));
      }
      const starts = (packets: readonly AudioPacket[]) => packets.map(({ startSample }) => startSample);
      assert.deepEqual(starts(segments.flatMap(({ packets }) => packets)), starts(whole.packets));
      assert.deepEqual(await bench.transcoder.describe(target), describedBy(whole));
      checkJoins(bench, { target, whole, segments, durationSamples });
    });
  }

  for (const codec of ['mp3', 'aac', 'opus'] as const) {
    it(`${codec} of any rate is as loud as the sound`, async () => {
      for (const bitrateKbps of [64, 128, 192, 256]) {
        const sampleRateHz = codec === 'opus' ? 48_000 : RATE_HZ;
        const target = { codec, bitrateKbps, sampleRateHz, channels: 2, bitDepth: null };
        const durationSamples = toResampledLength(SAMPLES, RATE_HZ, sampleRateHz);
        const heard = bench.decode([await bench.encode('a.flac', target, 0, durationSamples)], durationSamples);
        const wanted = decodeFile(bench.at('a.flac'), sampleRateHz);
        const offDb = toneDb(heard) - toneDb(wanted.subarray(0, heard.length));
        assert.ok(Math.abs(offDb) < LOUDNESS_DB, `${offDb} dB off at ${bitrateKbps} kbit/s`);
      }
    });
  }

  it('noise that a decoder makes up is the same whatever was asked before', async () => {
    const inOrder: Buffer[] = [];
    for (const index of [0, 1, 2]) inOrder.push(bytesOf((await bench.encode('a.ac3', FLAC, index)).packets));
    for (const index of [2, 0, 1]) {
      await bench.encode('a.flac', FLAC, 3 - index);
      const again = bytesOf((await bench.encode('a.ac3', FLAC, index)).packets);
      assert.ok(inOrder[index]?.equals(again), `segment ${index} differs`);
    }
  });

  it('FLAC has exactly the samples of the original, also of 24 bits', async () => {
    for (const [name, bitDepth] of [
      ['a.flac', 16],
      ['deep.flac', 24],
      ['alac.m4a', 24],
    ] as const) {
      const target = { ...FLAC, bitDepth };
      const order = { input: bench.input(name), target, startSample: 0, durationSamples: SAMPLES };
      const segment = await bench.transcoder.encodeSegment({ ...order, endSample: Number.MAX_SAFE_INTEGER });
      assert.equal(segment.setup.bitDepth, bitDepth);
      assert.ok(isEqual(bench.decodeFrames(segment), decodeFile(bench.at(name))), name);
    }
  });
}

function describeVerbatim(bench: Bench): void {
  it('FLAC of samples as they are is bit by bit the original, at the places that were said, however it is asked for', async () => {
    for (const [name, bitDepth] of [
      ['a.flac', 16],
      ['deep.flac', 24],
    ] as const) {
      const target = { ...FLAC, bitDepth };
      const order = { input: bench.input(name), target, durationSamples: SAMPLES, isVerbatim: true };
      const whole = await bench.transcoder.encodeSegment({ ...order, startSample: 0, endSample: SAMPLES });
      assert.ok(isEqual(bench.decodeFrames(whole), decodeFile(bench.at(name))), name);
      const { packetSamples: blockSamples } = whole;
      const shape = { sampleRateHz: RATE_HZ, channels: 2, bitDepth, blockSamples, durationSamples: SAMPLES };
      const { frameCount, offsetOf } = layOutVerbatim(shape);
      assert.deepEqual(
        whole.packets.map(({ data }) => data.length),
        Array.from({ length: frameCount }, (_, index) => offsetOf(index + 1) - offsetOf(index)),
      );
      const startSample = 100 * blockSamples;
      const part = await bench.transcoder.encodeSegment({ ...order, startSample, endSample: SAMPLES });
      assert.ok(bytesOf(part.packets).equals(bytesOf(whole.packets.slice(100))), name);
    }
  });
}

/** An assertion would print a million samples that differ. */
const isEqual = (a: Float32Array, b: Float32Array): boolean =>
  a.length === b.length && a.every((sample, at) => sample === b[at]);
const describedBy = ({ packets: _packets, ...description }: EncodedSegment) => description;

interface Joined {
  target: EncodingTarget;
  whole: EncodedSegment;
  segments: EncodedSegment[];
  durationSamples: number;
}

function checkJoins(bench: Bench, { target, whole, segments, durationSamples }: Joined): void {
  const original = left(decodeFile(bench.at('a.flac'), target.sampleRateHz));
  const inOne = left(bench.decode([whole], durationSamples));
  const joined = left(bench.decode(segments, durationSamples));
  // FFmpeg 5 plays what lies behind the end of an edit list, of less than a packet.
  assert.ok(Math.abs(joined.length - durationSamples) <= 2 * whole.packetSamples, `${joined.length} samples`);
  const reach = Math.round(target.sampleRateHz * 0.01);
  const from = 5 * target.sampleRateHz;
  const window = (sound: Float32Array) => sound.subarray(from, from + target.sampleRateHz / 4);
  assert.ok(Math.abs(findLag(window(joined), window(original), reach)) <= 1, 'it is as late as the original');
  for (let second = SEGMENT_SECONDS; second < SECONDS; second += SEGMENT_SECONDS) {
    const place = second * target.sampleRateHz - whole.delaySamples;
    const span = [place - whole.packetSamples, place + 2 * whole.packetSamples] as const;
    const added = differenceDb(joined, original, ...span) - differenceDb(inOne, original, ...span);
    const isSame = differenceDb(joined, inOne, ...span) < QUIET_DB;
    assert.ok(isSame || added < MOST_ADDED_DB, `the error at ${second} s is ${added} dB more than in one go`);
  }
}

function describeEnds(bench: Bench): void {
  const [, target = FLAC] = TARGETS;

  it('packets are told as they are made, and are the same as those of the answer', async () => {
    const told: AudioPacket[] = [];
    let pieceCount = 0;
    const segment = await bench.transcoder.encodeSegment({
      input: bench.input('a.flac'),
      target,
      startSample: 0,
      endSample: SAMPLES,
      durationSamples: SAMPLES,
      onPackets: (packets) => {
        told.push(...packets);
        pieceCount += 1;
      },
    });
    assert.ok(pieceCount >= SECONDS, `${pieceCount} pieces`);
    assert.deepEqual(bytesOf(told), bytesOf(segment.packets));
  });

  it('nothing comes after the end, and a sound that ends early ends in silence', async () => {
    assert.deepEqual((await bench.encode('a.flac', target, 100)).packets, []);
    const durationSamples = SAMPLES + 2 * RATE_HZ;
    const last = await bench.encode('a.flac', FLAC, 3, durationSamples);
    const sound = left(bench.decodeFrames(last));
    const place = last.packets[0]?.startSample ?? 0;
    assert.equal(place + sound.length, durationSamples);
    assert.ok(sound.subarray(SAMPLES - place).every((sample) => sample === 0));
    assert.ok(sound.subarray(0, SAMPLES - place).some((sample) => Math.abs(sample) > 0.1));
  });

  it('one channel becomes two of the same loudness, and six become two', async () => {
    makeSource(bench.at(''), { name: 'one.wav', options: ['-c:a', 'pcm_s16le', '-ac', '1'] });
    makeSource(bench.at(''), { name: 'six.flac', options: ['-c:a', 'flac', '-sample_fmt', 's16', '-ac', '6'] });
    const segment = await bench.encode('one.wav', FLAC, 0);
    const place = segment.packets.at(-1)?.startSample ?? 0;
    const heard = left(bench.decodeFrames(segment)).subarray(0, place);
    assert.ok(isEqual(heard, decodeFile(bench.at('one.wav')).subarray(0, place)));
    assert.equal((await bench.encode('six.flac', target, 0)).setup.channels, 2);
  });

  it('what two loudspeakers play of six channels is measured as it is encoded', async () => {
    const pan = 'pan=5.1|FL=FL|FR=FR|FC=0.5*FL+0.5*FR|LFE=0.1*FL|BL=0.7*FL|BR=0.7*FR';
    for (const [name, codec] of [
      ['floats.wav', 'pcm_f32le'],
      ['whole.flac', 'flac'],
    ] as const) {
      makeSource(bench.at(''), { name, options: ['-af', pan, '-c:a', codec] });
      const { loudness } = await bench.transcoder.analyse(bench.input(name));
      const span = { startSample: 0, endSample: SAMPLES, durationSamples: SAMPLES };
      const encoded = await bench.transcoder.encodeSegment({ input: bench.input(name), target: FLAC, ...span });
      const meter = new LoudnessMeter();
      meter.push(bench.decodeFrames(encoded), RATE_HZ, 2);
      const off = (loudness.mixed?.integratedLufs ?? 0) - (meter.finish().integratedLufs ?? 0);
      assert.ok(Math.abs(off) < LOUDNESS_DB, `${name}: ${off} LU off`);
      assert.ok((loudness.integratedLufs ?? 0) - (loudness.mixed?.integratedLufs ?? 0) > 3, 'all channels are louder');
    }
  });

  it('a file that is cut off is heard up to there', async () => {
    await copyFile(bench.at('a.m4a'), bench.at('cut.m4a'));
    makeSource(bench.at(''), { name: 'fast.m4a', options: ['-c:a', 'aac', '-movflags', '+faststart'] });
    await truncate(bench.at('fast.m4a'), 100_000);
    const probed = await bench.transcoder.probe(bench.input('fast.m4a'));
    assert.ok(
      probed.durationSamples > RATE_HZ && probed.durationSamples < SAMPLES - RATE_HZ,
      `${probed.durationSamples}`,
    );
  });

  it('all of a sound is measured', async () => {
    const shares: number[] = [];
    const measured = await bench.transcoder.analyse(bench.input('a.flac'), {
      onProgress: (share) => shares.push(share),
    });
    assert.equal(measured.durationMs, SECONDS * 1000);
    assert.ok(shares.every((share) => share >= 0 && share <= 1));
  });
}

function describeRefusals(bench: Bench): void {
  it('what is not there, no audio, or a list of other files is refused with a code', async () => {
    await writeFile(bench.at('empty.mp3'), '');
    await writeFile(bench.at('text.flac'), 'This is no audio at all.\n'.repeat(200));
    await writeFile(bench.at('list.mp3'), `#EXTM3U\n#EXTINF:10,\n${bench.at('a.aac')}\n#EXT-X-ENDLIST\n`);
    await writeFile(bench.at('concat.wav'), `ffconcat version 1.0\nfile '${bench.at('a.wav')}'\n`);
    for (const name of ['empty.mp3', 'text.flac', 'list.mp3', 'concat.wav']) {
      await assert.rejects(bench.transcoder.probe(bench.input(name)), { code: 'media-unreadable' }, name);
      await assert.rejects(bench.encode(name, FLAC, 0), { code: 'media-unreadable' }, name);
    }
    await assert.rejects(bench.transcoder.probe(bench.input('gone.mp3')), { code: 'media-missing' });
  });

  it('a target that no encoder makes is refused', async () => {
    const target: EncodingTarget = {
      codec: 'opus',
      bitrateKbps: 128,
      sampleRateHz: 44_100,
      channels: 2,
      bitDepth: null,
    };
    await assert.rejects(bench.transcoder.describe(target), { code: 'unsupported' });
  });

  it('whoever has gone is answered with why, and the next one is served', async () => {
    const controller = new AbortController();
    const order = { input: bench.input('a.flac'), target: FLAC, startSample: 0, durationSamples: SAMPLES };
    const given = bench.transcoder.encodeSegment({
      ...order,
      endSample: SAMPLES,
      signal: controller.signal,
      onPackets: () => controller.abort(new Error('gone')),
    });
    controller.abort(new Error('gone'));
    await assert.rejects(given, /gone/);
    assert.ok((await bench.encode('a.flac', FLAC, 1)).packets.length > 0);
  });
}

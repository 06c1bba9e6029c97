import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decode, encode, lacksFfmpeg, packetHashes } from './test-support/ffmpeg.ts';
import { checkRandomRanges, decodedSamples, openBytes, writeWhole } from './test-support/packet-checks.ts';

interface Case {
  title: string;
  name: string;
  args: readonly string[];
  rateHz?: number;
  /** Where the encoder tells its delay: what is heard is exactly what was encoded. */
  tellsLength: boolean;
  /** FFmpeg's demuxer gives other bytes, with framing that is not the codec's. */
  hasOtherPackets?: boolean;
  /** FFmpeg 5 plays what lies beyond the end of an edit list. */
  ignoresEnd?: boolean;
}

const SECONDS = 7;
const cases: readonly Case[] = [
  { title: 'FLAC', name: 'a.flac', args: ['-c:a', 'flac'], tellsLength: true },
  { title: 'FLAC in Ogg', name: 'a.oga', args: ['-c:a', 'flac'], tellsLength: true },
  { title: 'MP3 of varying bit rate', name: 'a.mp3', args: ['-c:a', 'libmp3lame', '-q:a', '4'], tellsLength: true },
  { title: 'MP3 at 128 kbit/s', name: 'a.mp3', args: ['-c:a', 'libmp3lame', '-b:a', '128k'], tellsLength: true },
  { title: 'MP3 of MPEG 2', name: 'a.mp3', args: ['-c:a', 'libmp3lame'], rateHz: 22_050, tellsLength: true },
  { title: 'MP3, one channel', name: 'a.mp3', args: ['-c:a', 'libmp3lame', '-ac', '1'], tellsLength: true },
  {
    title: 'MP3 without Info frame',
    name: 'a.mp3',
    args: ['-c:a', 'libmp3lame', '-write_xing', '0'],
    tellsLength: false,
  },
  { title: 'AAC in ADTS', name: 'a.aac', args: ['-c:a', 'aac'], tellsLength: false, hasOtherPackets: true },
  ...[
    { title: 'AAC in MP4', name: 'a.m4a', args: ['-c:a', 'aac'] },
    { title: 'AAC in MP4 with its tables first', name: 'a.m4a', args: ['-c:a', 'aac', '-movflags', '+faststart'] },
    { title: 'AAC in QuickTime', name: 'a.mov', args: ['-c:a', 'aac', '-ac', '1'] },
    { title: 'MP3 in MP4', name: 'a.mp4', args: ['-c:a', 'libmp3lame'] },
    { title: 'FLAC in MP4', name: 'a.mp4', args: ['-c:a', 'flac', '-strict', '-2'] },
    { title: 'Opus in MP4', name: 'a.mp4', args: ['-c:a', 'libopus'], rateHz: 48_000 },
  ].map((mp4) => ({ ...mp4, tellsLength: true, ignoresEnd: true })),
  { title: 'Opus', name: 'a.opus', args: ['-c:a', 'libopus'], rateHz: 48_000, tellsLength: true },
  {
    title: 'Opus in packets of 2.5 ms',
    name: 'a.opus',
    args: ['-c:a', 'libopus', '-frame_duration', '2.5'],
    rateHz: 48_000,
    tellsLength: true,
  },
  {
    title: 'Opus in packets of 60 ms, six channels',
    name: 'a.opus',
    args: ['-c:a', 'libopus', '-frame_duration', '60', '-ac', '6'],
    rateHz: 48_000,
    tellsLength: true,
  },
  { title: 'Vorbis', name: 'a.ogg', args: ['-c:a', 'libvorbis'], tellsLength: true },
  {
    title: 'Vorbis, one channel',
    name: 'a.ogg',
    args: ['-c:a', 'libvorbis', '-ac', '1', '-q', '0'],
    tellsLength: true,
  },
];

for (const { title, name, args, rateHz = 44_100, ...expected } of cases) {
  suite(title, { skip: lacksFfmpeg }, () => {
    const file = lacksFfmpeg ? new Uint8Array() : encode(name, args, { seconds: SECONDS, rateHz });

    test('segments sound as the file does, sample by sample, once delay and padding are dropped', async () => {
      const stream = await openBytes(file);
      const { channels } = stream.setup;
      const segments = await writeWhole(stream, Math.round(rateHz * 1.7));
      const decoded = decode(segments, { keepsDelay: true });
      assert.equal(decoded.length / channels, decodedSamples(stream));
      const end = stream.delaySamples + stream.durationSamples;
      const heard = decoded.subarray(stream.delaySamples * channels, end * channels);
      const played = decode(file);
      assert.deepEqual(heard, expected.ignoresEnd ? played.subarray(0, heard.length) : played);
      if (expected.tellsLength) assert.equal(stream.durationSamples, SECONDS * rateHz);
      if (!expected.hasOtherPackets) assert.deepEqual(packetHashes(segments), packetHashes(file));
    });

    test('any cuts, asked in any order, give the packets of the whole', async () => {
      for (let seed = 0; seed < 10; seed += 1) await checkRandomRanges(file, seed);
    });
  });
}

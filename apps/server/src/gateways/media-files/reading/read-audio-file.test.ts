import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { toCoverId } from '#models/catalogue-ids.ts';
import { buildDff, buildDsf, buildDst } from '#test/support/build-dsd.ts';
import { buildWav } from '#test/support/build-wav.ts';
import { buildFlac, buildMp3, buildNoise, buildOpus, buildPictureBlock } from '#test/scan/build-audio.ts';
import { createScratch, DiskView } from './disk-view.ts';
import { readAudioFile } from './read-audio-file.ts';

const scratch = createScratch();

async function read(test: TestContext, name: string, content: Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-read-'));
  test.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), content);
  const view = new DiskView(join(folder, name), scratch);
  try {
    return await readAudioFile(view, name);
  } finally {
    view.close();
  }
}

const readMp3 = (test: TestContext, tag: Buffer) => read(test, 'a.mp3', Buffer.concat([tag, buildMp3()]));

/** An ID3v2 tag of any version from frames of any form. */
function buildTag(version: number, flags: number, body: Buffer): Buffer {
  const size = Buffer.from([
    (body.length >> 21) & 127,
    (body.length >> 14) & 127,
    (body.length >> 7) & 127,
    body.length & 127,
  ]);
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([version, 0, flags]), size, body]);
}

function buildFrame(id: string, body: Buffer, size = body.length): Buffer {
  const header = Buffer.alloc(10);
  header.write(id, 'latin1');
  header.writeUInt32BE(size, 4);
  return Buffer.concat([header, body]);
}

const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const text = (encoding: number, value: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from([encoding]), Buffer.from(value)]);

describe('ID3v2', () => {
  it('is read in each encoding, with several values', async (t) => {
    const body = Buffer.concat([
      buildFrame('TIT2', text(1, utf16('Žluťoučký'))),
      buildFrame('TPE1', text(3, 'Ann\0Bo\0')),
      buildFrame('TALB', text(0, Buffer.from([0x42, 0xf6, 0x73, 0x65]))),
      buildFrame('TPE2', text(0, 'Bj\u00f6rk')),
      buildFrame('TCOM', text(2, Buffer.from([0x00, 0x41, 0x01, 0x7d]))),
    ]);
    const { tags } = await readMp3(t, buildTag(3, 0, body));
    assert.deepEqual(tags.title, ['Žluťoučký']);
    assert.deepEqual(tags.artist, ['Ann', 'Bo']);
    assert.deepEqual(tags.album, ['Böse']);
    // UTF-8 that was declared as Latin-1, which many taggers did.
    assert.deepEqual(tags.albumArtist, ['Björk']);
    assert.deepEqual(tags.composer, ['AŽ'.replace('Ž', '\u017d')]);
  });

  it('is read up to a picture that is larger than any should be, and the sound behind it', async (t) => {
    const body = Buffer.concat([
      buildFrame('TIT2', text(3, 'Huge')),
      buildFrame('APIC', Buffer.concat([Buffer.from('\0image/png\0\x03\0'), Buffer.alloc(68_000_000)])),
    ]);
    const { tags, format } = await readMp3(t, buildTag(3, 0, body));
    assert.deepEqual([tags.title, format.codec], [['Huge'], 'mp3']);
  });

  it('is read in its oldest version, and with the sizes that iTunes wrote into the newest', async (t) => {
    const old = Buffer.concat([Buffer.from('TT2'), Buffer.from([0, 0, 5]), text(0, 'Old!')]);
    assert.deepEqual((await readMp3(t, buildTag(2, 0, old))).tags.title, ['Old!']);
    const long = text(3, 'x'.repeat(199));
    const body = Buffer.concat([buildFrame('TIT2', long), buildFrame('TPE1', text(3, 'Band'))]);
    const { tags } = await readMp3(t, buildTag(4, 0, body));
    assert.deepEqual([tags.title?.[0]?.length, tags.artist], [199, ['Band']]);
  });

  it('gives genres by number and by name, people by their roles, and freely named fields', async (t) => {
    const body = Buffer.concat([
      buildFrame('TCON', text(0, '(17)(137)Own')),
      buildFrame('TIPL', text(3, 'producer\0Ann\0mix\0Bo')),
      buildFrame('TMCL', text(3, 'guitar\0Cy')),
      buildFrame('TXXX', text(3, 'replaygain_track_gain\0-3.5 dB')),
      buildFrame('UFID', Buffer.from('http://musicbrainz.org\x005570aacb-392e-4d6c-be57-b256c7adc5cd')),
      buildFrame('COMM', text(0, 'engiTunNORM\0 0000')),
      buildFrame('COMM', text(0, 'eng\0Nice')),
      buildFrame('USLT', text(0, 'deu\0La la')),
    ]);
    const { tags, lyrics } = await readMp3(t, buildTag(3, 0, body));
    assert.deepEqual(tags.genre, ['Rock', 'Heavy Metal', 'Own']);
    assert.deepEqual([tags.producer, tags.mixer, tags.performer], [['Ann'], ['Bo'], ['Cy (guitar)']]);
    assert.deepEqual([tags.trackGain, tags.comment], [['-3.5 dB'], ['Nice']]);
    assert.deepEqual(tags.musicBrainzRecordingId, ['5570aacb-392e-4d6c-be57-b256c7adc5cd']);
    assert.deepEqual(lyrics, [{ language: 'deu', text: 'La la', timedTexts: null }]);
  });

  it('gives timed lyrics as they are, which may be syllables', async (t) => {
    const at = (ms: number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(ms);
      return bytes;
    };
    const parts = [Buffer.from('Hel\0'), at(10), Buffer.from('lo\0'), at(20), Buffer.from('\nyou\0'), at(30)];
    const body = buildFrame(
      'SYLT',
      Buffer.concat([Buffer.from([3]), Buffer.from('eng'), Buffer.from([2, 1, 0]), ...parts]),
    );
    const { lyrics } = await readMp3(t, buildTag(4, 0, body));
    assert.deepEqual(lyrics[0]?.timedTexts, [
      { startMs: 10, text: 'Hel' },
      { startMs: 20, text: 'lo' },
      { startMs: 30, text: '\nyou' },
    ]);
  });

  it('undoes unsynchronisation, and prefers the front cover to other pictures', async (t) => {
    const [back, front] = [
      buildNoise(1, 50),
      Buffer.concat([Buffer.from([0xff, 0x00, 0xff, 0x00]), buildNoise(2, 50)]),
    ];
    const picture = (kind: number, bytes: Buffer) =>
      buildFrame('APIC', Buffer.concat([Buffer.from('\0image/png\0'), Buffer.from([kind, 0]), bytes]));
    const plain = Buffer.concat([picture(4, back), picture(3, front)]);
    const unsynchronised = Buffer.from(plain.toString('latin1').replaceAll('\xff', '\xff\0'), 'latin1');
    const { embeddedCoverId } = await readMp3(t, buildTag(3, 0x80, unsynchronised));
    assert.equal(embeddedCoverId, toCoverId(front));
  });

  it('claims no more than the file holds', async (t) => {
    const body = Buffer.concat([
      buildFrame('TIT2', text(0, 'Title')),
      buildFrame('APIC', Buffer.alloc(10), 0x7fffffff),
    ]);
    assert.deepEqual((await readMp3(t, buildTag(3, 0, body))).tags.title, ['Title']);
  });
});

describe('containers', () => {
  it('are known by their content, whatever the file is called', async (t) => {
    assert.equal((await read(t, 'a.mp3', buildFlac())).format.codec, 'flac');
    assert.equal((await read(t, 'a.flac', buildMp3())).format.codec, 'mp3');
    assert.equal((await read(t, 'a', buildOpus())).format.codec, 'opus');
    const tagged = Buffer.concat([buildTag(3, 0, buildFrame('TIT2', text(0, 'Tagged'))), buildMp3()]);
    assert.equal((await read(t, 'a.flac', tagged)).format.codec, 'mp3');
    assert.equal((await read(t, 'a.mp3', buildDsf(new Uint8Array(44_100 * 8)))).format.codec, 'dsd');
  });

  it('give their length from headers, or by counting', async (t) => {
    assert.equal((await read(t, 'a.flac', buildFlac({ seconds: 7 }))).durationMs, 7_000);
    assert.equal(Math.round((await read(t, 'a.opus', buildOpus({ packets: 150 }))).durationMs), 3_000);
    const recorded = await read(t, 'a.opus', buildOpus({ packets: 150, lateBy: 48_000 }));
    assert.ok(Math.abs(recorded.durationMs - 3_000) < 10);
    assert.ok(Math.abs((await read(t, 'a.mp3', buildMp3({ frames: 100 }))).durationMs - 2_612) < 10);
  });

  it('of MP3 whose first frame miscounts the others are counted', async (t) => {
    for (const told of [50, 100, 200]) {
      const file = buildMp3({ frames: 101 });
      file.write('Info', 36, 'latin1');
      file.writeUInt32BE(1, 40);
      file.writeUInt32BE(told, 44);
      assert.ok(Math.abs((await read(t, 'a.mp3', file)).durationMs - 2_612) < 10, `${told}`);
    }
  });

  it('are another sound with another gain in the header of Opus', async (t) => {
    const [plain, louder] = [buildOpus(), buildOpus()];
    louder.writeInt16LE(6 * 256, louder.indexOf('OpusHead') + 16);
    const keys = [await read(t, 'a.opus', plain), await read(t, 'a.opus', louder)].map(({ audioKey }) => audioKey);
    assert.notEqual(keys[0], keys[1]);
  });

  it('are found behind ID3v2 tags, which say what they do not say themselves', async (t) => {
    const tag = buildTag(
      3,
      0,
      Buffer.concat([buildFrame('TIT2', text(0, 'Tagged')), buildFrame('TYER', text(0, '1999'))]),
    );
    for (const [name, content] of [
      ['a.wav', buildWav(2_000)],
      ['a.opus', buildOpus({ tags: { TITLE: 'Own' } })],
    ] as const) {
      const [bare, tagged] = [await read(t, name, content), await read(t, name, Buffer.concat([tag, content]))];
      assert.deepEqual({ ...tagged, tags: {} }, { ...bare, tags: {} });
      assert.deepEqual([tagged.tags.title, tagged.tags.date], [bare.tags.title ?? ['Tagged'], ['1999']]);
    }
  });

  it('are the same with their highest bytes first, as WAV of other machines is', async (t) => {
    const wav = buildWav(2_000);
    const big = Buffer.from(wav);
    big.write('RIFX', 'latin1');
    for (const at of [4, 16, 24, 28, 40]) big.writeUInt32BE(wav.readUInt32LE(at), at);
    for (const at of [20, 22, 32, 34]) big.writeUInt16BE(wav.readUInt16LE(at), at);
    const [little, other] = [await read(t, 'a.wav', wav), await read(t, 'a.wav', big)];
    assert.deepEqual(other, little);
  });

  it('are read whatever lies behind the form of AIFF', async (t) => {
    const aiff = Buffer.alloc(54 + 4_000);
    for (const [at, name] of [
      [0, 'FORM'],
      [8, 'AIFFCOMM'],
      [38, 'SSND'],
    ] as const)
      aiff.write(name, at, 'latin1');
    for (const [at, value] of [
      [4, aiff.length - 8],
      [16, 18],
      [22, 2_000],
      [42, 4_008],
    ] as const)
      aiff.writeUInt32BE(value, at);
    for (const [at, value] of [
      [20, 1],
      [26, 16],
    ] as const)
      aiff.writeUInt16BE(value, at);
    // 8,000 as a number of 80 bits.
    aiff.write('400bfa00000000000000', 28, 'hex');
    const bare = await read(t, 'a.aiff', aiff);
    assert.deepEqual([bare.durationMs, bare.format.channels], [250, 1]);
    for (const junk of [Buffer.alloc(700), Buffer.from('TAGOld title'.padEnd(128, '\0'))])
      assert.deepEqual(await read(t, 'a.aiff', Buffer.concat([aiff, junk])), bare);
  });

  it('are as long as the streams of Ogg that follow each other', async (t) => {
    const links = [150, 50, 1_000].map((packets, at) =>
      buildOpus({ packets, serial: 70 + at, tags: { TITLE: `${at}` } }),
    );
    const { durationMs, tags } = await read(t, 'a.opus', Buffer.concat(links));
    assert.equal(Math.round(durationMs), 24_000);
    assert.deepEqual(tags.title, ['0']);
  });

  it('give pictures and several values of one field from Vorbis comments', async (t) => {
    const picture = buildNoise(3, 100_000);
    const tags = [
      ['artist', 'Ann'],
      ['ARTIST', 'Bo'],
      ['METADATA_BLOCK_PICTURE', buildPictureBlock(picture).toString('base64')],
      ['R128_TRACK_GAIN', '256'],
    ] as const;
    const flac = await read(t, 'a.flac', buildFlac({ tags }));
    assert.deepEqual([flac.tags.artist, flac.tags.r128TrackGain], [['Ann', 'Bo'], ['256']]);
    assert.equal(flac.embeddedCoverId, toCoverId(picture));
    const opus = await read(t, 'a.opus', buildOpus({ tags: Object.fromEntries(tags.slice(1)) }));
    assert.equal(opus.embeddedCoverId, toCoverId(picture));
  });

  it('are refused with a reason when they are cut off, empty or something else', async (t) => {
    await assert.rejects(read(t, 'a.flac', buildFlac().subarray(0, 30)), { name: 'MalformedAudio' });
    await assert.rejects(read(t, 'a.mp3', Buffer.alloc(0)), { reason: 'empty' });
    await assert.rejects(read(t, 'a.xyz', Buffer.from('plain text, much of it')), { reason: 'not-audio' });
    const tracker = Buffer.concat([Buffer.alloc(1_080), Buffer.from('M.K.')]);
    await assert.rejects(read(t, 'a.mod', tracker), { reason: 'format-unknown', message: /tracker modules/ });
  });

  it('are no songs when they are random bytes, but are found behind some', async (t) => {
    for (let seed = 1; seed <= 40; seed++)
      await assert.rejects(read(t, 'a.mp3', buildNoise(seed, 300_000)), /^(?:MalformedAudio|NotAudio)/, `seed ${seed}`);
    const whole = await read(t, 'a.mp3', buildMp3());
    const behind = await read(t, 'b.mp3', Buffer.concat([buildNoise(1, 5_000), buildMp3()]));
    assert.deepEqual([behind.durationMs, behind.format.codec], [whole.durationMs, 'mp3']);
  });

  it('are damaged when their header tells of sound that cannot be', async (t) => {
    const wave = Buffer.alloc(10_044);
    wave.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
    wave.writeUInt32LE(16, 16);
    wave.writeUInt16LE(1, 20);
    wave.writeUInt16LE(50_688, 22);
    wave.writeUInt32LE(2_734_688_001, 24);
    wave.writeUInt32LE(176_400, 28);
    wave.writeUInt16LE(16, 34);
    wave.write('data', 36, 'latin1');
    wave.writeUInt32LE(10_000, 40);
    await assert.rejects(read(t, 'a.wav', wave), /sound that cannot be/);
  });

  it('never crash or hang the reader, wherever they are damaged', async (t) => {
    for (const [name, content] of [
      ['a.mp3', buildMp3({ tags: { TIT2: 'x' } })],
      ['a.flac', buildFlac({ tags: { TITLE: 'x' } })],
      ['a.opus', buildOpus({ packets: 5 })],
    ] as const) {
      for (let seed = 1; seed <= 60; seed++) {
        const noise = buildNoise(seed, 12);
        const damaged = Buffer.from(content);
        for (let at = 0; at < 12; at += 3)
          damaged[((noise[at] ?? 0) * 256 + (noise[at + 1] ?? 0)) % 200] = noise[at + 2] ?? 0;
        await read(t, name, damaged).catch((error: unknown) =>
          assert.match(String(error), /^(?:MalformedAudio|NotAudio)/),
        );
      }
    }
  });
});

describe('DSDIFF', () => {
  const stream = new Uint8Array((44_100 * 64) / 8);
  const buildChunk = (id: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(12);
    head.write(id, 'latin1');
    head.writeBigUInt64BE(BigInt(body.length), 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length & 1)]);
  };

  it('is read with chunks of odd lengths among its properties, and the tag behind its sound', async (t) => {
    const file = buildDff(stream);
    const [propertiesAt, odd] = [file.indexOf('PROP'), buildChunk('LSCO', Buffer.alloc(3))];
    file.writeBigUInt64BE(file.readBigUInt64BE(propertiesAt + 4) + BigInt(odd.length), propertiesAt + 4);
    const first = propertiesAt + 16;
    const tag = buildChunk('ID3 ', buildTag(3, 0, buildFrame('TIT2', text(0, 'Bits'))));
    const content = Buffer.concat([file.subarray(0, first), odd, file.subarray(first), tag]);
    const { tags, format, durationMs, audioKey, isCutOff } = await read(t, 'a.dff', content);
    assert.deepEqual([tags.title, Math.round(durationMs), isCutOff], [['Bits'], 1000, false]);
    assert.deepEqual([format.codec, format.sampleRateHz, format.channels], ['dsd', 2_822_400, 2]);
    assert.equal(audioKey, (await read(t, 'a.dff', buildDff(stream))).audioKey);
  });

  it('tells how long compressed sound is, and that it was cut off', async (t) => {
    const file = buildDst(stream);
    assert.equal((await read(t, 'a.dff', file)).durationMs, 1000);
    assert.ok((await read(t, 'a.dff', file.subarray(0, file.length / 2))).isCutOff);
  });
});

describe('bare frames', () => {
  /** Of AAC, 44.1 kHz. */
  const frame = Buffer.alloc(700);
  frame.writeUInt32BE(0xfff15080);
  frame.writeUInt16BE(700 << 5, 4);
  const buildRow = (count: number): Buffer => Buffer.concat(Array<Buffer>(count).fill(frame));

  it('tell their length also where they lie across the pieces in which a file is read', async (t) => {
    const count = 4000;
    const { durationMs } = await read(t, 'a.aac', buildRow(count));
    assert.ok(Math.abs(durationMs - (count * 1024) / 44.1) < 1, `${durationMs} ms`);
  });

  it('tell their length with damage between them, wherever the pieces of a file end', async (t) => {
    const damage = Buffer.concat([buildNoise(1, 5000), frame.subarray(0, 300)]);
    for (const count of [200, 1497]) {
      const { durationMs } = await read(t, 'a.aac', Buffer.concat([buildRow(count), damage, buildRow(1000)]));
      assert.ok(Math.abs(durationMs - ((count + 1000) * 1024) / 44.1) < 100, `${durationMs} ms`);
    }
  });

  it('tell their length with more damage between them than a piece of a file holds', async (t) => {
    const damage = buildNoise(1, 1_500_000);
    const { durationMs } = await read(t, 'a.aac', Buffer.concat([buildRow(200), damage, buildRow(1000)]));
    assert.ok(Math.abs(durationMs - (1200 * 1024) / 44.1) < 100, `${durationMs} ms`);
    // Of MPEG-1 layer III, 44.1 kHz, 128 and 160 kbit/s by turns.
    const pair = Buffer.alloc(417 + 522);
    pair.writeUInt32BE(0xfffb9064);
    pair.writeUInt32BE(0xfffba064, 417);
    const row = Buffer.concat(Array<Buffer>(1000).fill(pair));
    for (const bytes of [20_000, damage.length]) {
      const broken = Buffer.concat([row, damage.subarray(0, bytes), row]);
      const { durationMs: length } = await read(t, 'a.mp3', broken);
      assert.ok(Math.abs(length - (4000 * 1152) / 44.1) < 100, `${length} ms with damage of ${bytes} bytes`);
    }
  });

  it('of DTS with extensions tell their length wherever the pieces of a file end', async (t) => {
    const [pairBytes, count] = [3000, 1000];
    const left = 2 ** 20 % pairBytes;
    // Pieces of 1 MB end in a core, in the header of an extension and behind it.
    for (const coreBytes of [left + 500, left - 4, left - 12]) {
      const pair = Buffer.alloc(pairBytes);
      // 512 samples, 48 kHz, stereo.
      pair.writeUInt32BE(0x7ffe8001);
      pair.writeUIntBE(2 ** 47 + 15 * 2 ** 34 + (coreBytes - 1) * 2 ** 20 + 2 * 2 ** 14 + 13 * 2 ** 10, 4, 6);
      pair.writeUInt32BE(0x64582025, coreBytes);
      pair.writeUIntBE((pairBytes - coreBytes - 1) * 2 ** 13, coreBytes + 5, 5);
      const { durationMs } = await read(t, 'a.dts', Buffer.concat(Array<Buffer>(count).fill(pair)));
      assert.ok(Math.abs(durationMs - (count * 512) / 48) < 1, `${durationMs} ms with cores of ${coreBytes} bytes`);
    }
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MediaContainerError } from '../media-container-error.ts';
import { readAudioSpecificConfig, writeAudioSpecificConfig } from './audio-specific-config.ts';
import { toCodecSetup } from './to-codec-setup.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const streamInfo = `10001000${'00'.repeat(6)}0ac442f000000000${'00'.repeat(16)}`;

suite('toCodecSetup', () => {
  test('AAC: the object type of the config is part of the MIME type, and rate and channels are those of the config', () => {
    const setup = toCodecSetup({ codec: 'aac', sampleRateHz: 1, channels: 1, extradata: bytes('1210') });
    assert.deepEqual(
      [setup.mimeType, setup.sampleRateHz, setup.channels, setup.framing],
      ['audio/mp4; codecs="mp4a.40.2"', 44_100, 2, 'mp4'],
    );
  });

  test('AAC without extradata gets the config of AAC-LC at that rate', () => {
    const setup = toCodecSetup({ codec: 'aac', sampleRateHz: 48_000, channels: 2, extradata: new Uint8Array() });
    assert.deepEqual(setup.config, bytes('1190'));
  });

  test('FLAC: STREAMINFO is found with and without the marker of a file', () => {
    const output = { codec: 'flac', sampleRateHz: 0, channels: 0 } as const;
    const bare = toCodecSetup({ ...output, extradata: bytes(streamInfo) });
    const marked = toCodecSetup({ ...output, extradata: bytes(`664c614380000022${streamInfo}`) });
    assert.deepEqual(bare, marked);
    assert.deepEqual([bare.sampleRateHz, bare.channels, bare.bitDepth], [44_100, 2, 16]);
  });

  test('Opus counts at 48 kHz, whatever was encoded', () => {
    const extradata = bytes('4f707573486561640102380144ac0000000000');
    const setup = toCodecSetup({ codec: 'opus', sampleRateHz: 44_100, channels: 2, extradata });
    assert.deepEqual([setup.sampleRateHz, setup.channels], [48_000, 2]);
  });

  test('extradata that do not describe the codec are refused as damaged', () => {
    for (const codec of ['flac', 'opus', 'vorbis', 'aac'] as const) {
      const output = { codec, sampleRateHz: 48_000, channels: 2, extradata: Uint8Array.of(0) };
      assert.throws(
        () => toCodecSetup(output),
        (error) => error instanceof MediaContainerError && error.code === 'damaged',
        codec,
      );
    }
  });
});

suite('AudioSpecificConfig', () => {
  test('spectral band replication doubles rate and samples, signalled before or behind the core', () => {
    const expected = { objectType: 5, sampleRateHz: 48_000, channels: 2, frameSamples: 2048 };
    assert.deepEqual(readAudioSpecificConfig(bytes('2b118800')), expected);
    assert.deepEqual(readAudioSpecificConfig(bytes('131056e598')), expected);
  });

  test('a rate that has no index is written out', () => {
    const config = writeAudioSpecificConfig({ sampleRateHz: 45_000, channels: 1 });
    assert.deepEqual(readAudioSpecificConfig(config), {
      objectType: 2,
      sampleRateHz: 45_000,
      channels: 1,
      frameSamples: 1024,
    });
  });
});

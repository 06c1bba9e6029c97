import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStreamInfo, writeStreamInfo, type StreamInfo } from './stream-info.ts';

test('STREAMINFO is read as it was written, at both ends of its fields', () => {
  const least: StreamInfo = {
    minBlockSamples: 16,
    maxBlockSamples: 16,
    minFrameBytes: 0,
    maxFrameBytes: 0,
    sampleRateHz: 1,
    channels: 1,
    bitDepth: 4,
    totalSamples: 0,
  };
  const most: StreamInfo = {
    minBlockSamples: 65_535,
    maxBlockSamples: 65_535,
    minFrameBytes: 2 ** 24 - 1,
    maxFrameBytes: 2 ** 24 - 2,
    sampleRateHz: 2 ** 20 - 1,
    channels: 8,
    bitDepth: 32,
    totalSamples: 2 ** 36 - 1,
  };
  for (const info of [least, most]) assert.deepEqual(readStreamInfo(writeStreamInfo(info)), info);
});

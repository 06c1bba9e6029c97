import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFilePlayed } from './file-type.ts';

const rows: [mimeType: string, codec: string, types: string[], isPlayed: boolean][] = [
  ['audio/mpeg', 'mp3', ['audio/mpeg'], true],
  ['audio/mpeg', 'mp3', ['audio/mp3'], true],
  ['audio/flac', 'flac', ['audio/x-flac'], true],
  ['audio/mp4', 'aac', ['audio/mp4'], true],
  ['audio/mp4', 'aac', ['audio/mp4; codecs="mp4a.40.2"'], true],
  ['audio/mp4', 'aac', ['audio/mp4;codecs=mp4a.40.5'], true],
  ['audio/mp4', 'alac', ['audio/mp4; codecs="mp4a.40.2"'], false],
  ['audio/mp4', 'alac', ['audio/mp4'], false],
  ['audio/mp4', 'alac', ['audio/mp4; codecs="alac"'], true],
  ['audio/ogg', 'opus', ['audio/ogg; codecs="vorbis"'], false],
  ['audio/ogg', 'opus', ['audio/ogg; codecs="opus, vorbis"'], true],
  ['audio/wav', 'pcm', ['audio/wav; codecs="1"'], true],
  ['audio/mp4', 'aac', ['audio/*'], true],
  ['audio/mpeg', 'mp3', ['*/*'], true],
  ['audio/mp4', 'alac', ['*/*'], false],
  ['audio/x-ms-wma', 'wma', ['audio/mpeg'], false],
  ['', 'mp3', ['audio/mpeg', ''], false],
];
for (const [mimeType, codec, types, isPlayed] of rows)
  test(`${codec} in ${mimeType || 'nothing known'} is ${isPlayed ? '' : 'not '}played by ${types.join(' and ')}`, () =>
    assert.equal(isFilePlayed({ mimeType, codec }, types), isPlayed));

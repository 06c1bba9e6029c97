import assert from 'node:assert/strict';
import { it } from 'node:test';
import { buildLine } from './lyrics.ts';
import { parseSrt } from './parse-srt.ts';

it('reads cues without their markup, in the order of their times, and keeps their rows', () => {
  const text = [
    '2\n00:01:02,500 --> 00:01:04,000\n{\\an8}<i>Second</i> &amp;\n<font color="#fff">last</font> row\n',
    '1\n00:00:01,000 --> 00:00:02,250 X1:40 X2:600\nFirst 1 < 2',
  ].join('\n');
  assert.deepEqual(parseSrt(text), {
    isTimed: true,
    language: null,
    voices: [],
    lines: [
      buildLine({ startMs: 1_000, endMs: 2_250, text: 'First 1 < 2' }),
      buildLine({ startMs: 62_500, endMs: 64_000, text: 'Second &\nlast row' }),
    ],
  });
});

it('forgives cues without empty rows between, without words and with ends before their starts', () => {
  const text = '1\n00:00:01,0 --> 00:00:02,0\nOne\n2\n00:00:03,0 --> 00:00:01,0\nTwo\n3\n00:00:05,0 --> 00:00:06,0\n';
  assert.deepEqual(parseSrt(text)?.lines, [
    buildLine({ startMs: 1_000, endMs: 2_000, text: 'One' }),
    buildLine({ startMs: 3_000, text: 'Two' }),
  ]);
});

it('times the words of WebVTT', () => {
  const text = 'WEBVTT\n\n00:01.000 --> 00:03.000 align:start\n<v Ann>Hel<00:01.500>lo <00:02.000><c>you</c>';
  assert.deepEqual(parseSrt(text)?.lines, [
    {
      ...buildLine({ startMs: 1_000, text: 'Hello you' }),
      endMs: 3_000,
      words: [
        { startMs: 1_000, endMs: 1_500, text: 'Hel' },
        { startMs: 1_500, endMs: 2_000, text: 'lo ' },
        { startMs: 2_000, endMs: 3_000, text: 'you' },
      ],
    },
  ]);
});

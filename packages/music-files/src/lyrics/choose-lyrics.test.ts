import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EmbeddedLyrics } from './choose-lyrics.ts';
import { buildLine } from './lyrics.ts';
import { chooseLyrics } from './choose-lyrics.ts';

const inside = (text: string, language: string | null = null): EmbeddedLyrics => ({ language, text, timedTexts: null });
const timedInside = (...texts: [startMs: number, text: string][]): EmbeddedLyrics => ({
  language: 'eng',
  text: '',
  timedTexts: texts.map(([startMs, text]) => ({ startMs, text })),
});
const beside = (fileName: string, text: string, language: string | null = null) => ({ fileName, language, text });
const firstLine = (...parameters: Parameters<typeof chooseLyrics>) => chooseLyrics(...parameters)?.lines[0]?.text;

it('prefers times of words to times of lines to none, and among equals what is beside the file', () => {
  const words = '[00:01]<00:01>by <00:02>word';
  assert.equal(chooseLyrics([inside('inside', 'eng')], [])?.source, 'embedded');
  assert.equal(firstLine([inside('inside')], [beside('a.txt', 'beside')]), 'beside');
  assert.equal(firstLine([inside('inside'), timedInside([1, 'timed'])], [beside('a.txt', 'beside')]), 'timed');
  assert.equal(firstLine([timedInside([1, 'inside'])], [beside('a.lrc', '[00:01]beside')]), 'beside');
  assert.equal(firstLine([inside(words)], [beside('a.lrc', '[00:01]beside')]), 'by word');
  assert.equal(firstLine([], [beside('a.lrc', '[00:01]line'), beside('a.de.lrc', words, 'de')]), 'by word');
  assert.equal(chooseLyrics([inside(' \n\0')], [beside('a.txt', '')]), null);
});

it('tells the file that they are from, and the language by its name where nothing inside says it', () => {
  const lyrics = chooseLyrics([], [beside('a.pt-BR.lrc', '[00:01]Oi', 'pt-BR')]);
  assert.deepEqual([lyrics?.fileName, lyrics?.language], ['a.pt-BR.lrc', 'pt-BR']);
  assert.equal(chooseLyrics([], [beside('a.de.lrc', '[la:en]\n[00:01]Hi', 'de')])?.language, 'en');
});

it('reads every kind inside tags as well, whatever the line breaks', () => {
  assert.equal(chooseLyrics([inside('\ufeff<tt><body><p begin="1s">x</p></body></tt>')], [])?.isTimed, true);
  assert.equal(chooseLyrics([inside('1\r\n00:00:01,000 --> 00:00:02,000\r\nx')], [])?.lines[0]?.endMs, 2_000);
  assert.deepEqual(
    chooseLyrics([inside('[00:01.00]a\r[00:02.00]b')], [])?.lines.map(({ startMs }) => startMs),
    [1_000, 2_000],
  );
});

it('takes what a container timed by line, or by syllable where line breaks are inside', () => {
  assert.deepEqual(chooseLyrics([timedInside([10, 'Hello'], [30, 'you'])], [])?.lines, [
    buildLine({ startMs: 10, text: 'Hello' }),
    buildLine({ startMs: 30, text: 'you' }),
  ]);
  const byWord = [
    buildLine({
      startMs: 10,
      text: 'Hello',
      words: [
        { startMs: 10, endMs: 20, text: 'Hel' },
        { startMs: 20, endMs: 30, text: 'lo' },
      ],
    }),
    buildLine({ startMs: 30, text: 'you', words: [{ startMs: 30, endMs: 2_030, text: 'you' }] }),
  ];
  assert.deepEqual(chooseLyrics([timedInside([10, 'Hel'], [20, 'lo'], [30, '\nyou'])], [])?.lines, byWord);
  assert.deepEqual(chooseLyrics([timedInside([10, 'Hel'], [20, 'lo\n'], [30, 'you'])], [])?.lines, byWord);
});

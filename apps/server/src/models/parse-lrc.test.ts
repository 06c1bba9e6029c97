import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseLyrics } from './parse-lrc.ts';

it('reads timed lines in the order of their times, also where one text has several', () => {
  const text = '[ti:Song]\r\n[00:12.00]Second\r\n[00:01.5][01:02.345]Chorus\r\n[02:03]Last';
  assert.deepEqual(parseLyrics(text), {
    isTimed: true,
    lines: [
      { startMs: 1_500, text: 'Chorus' },
      { startMs: 12_000, text: 'Second' },
      { startMs: 62_345, text: 'Chorus' },
      { startMs: 123_000, text: 'Last' },
    ],
  });
});

it('shows lines earlier by a positive offset, and none before the start', () => {
  const lines = parseLyrics('[offset:+500]\n[00:00.20]A\n[00:02.00]B')?.lines;
  assert.deepEqual(
    lines?.map(({ startMs }) => startMs),
    [0, 1_500],
  );
});

it('drops the times of single words, and keeps pauses', () => {
  const lines = parseLyrics('[00:01.00]<00:01.00>One <00:01.50>two\n[00:03.00]\n[00:04.00]Three')?.lines;
  assert.deepEqual(
    lines?.map(({ text }) => text),
    ['One two', '', 'Three'],
  );
});

it('takes text without times as it is, and text without words as none', () => {
  assert.deepEqual(parseLyrics('One\n\nTwo')?.lines, [
    { startMs: null, text: 'One' },
    { startMs: null, text: '' },
    { startMs: null, text: 'Two' },
  ]);
  assert.equal(parseLyrics(' \n\0\n'), null);
  assert.equal(parseLyrics('[ar:Band]\n[ti:Song]'), null);
});

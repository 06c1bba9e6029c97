import assert from 'node:assert/strict';
import { it } from 'node:test';
import { buildLine } from './lyrics.ts';
import { parseLrc, parsePlainText } from './parse-lrc.ts';

const lineOf = (text: string) => parseLrc(text)?.lines[0];

it('reads timed lines in the order of their times, also where one text has several', () => {
  const text = '[ti:Song]\n[00:12.00]Second\n[00:01.5][01:02.345]Chorus\n[02:03]Last';
  assert.deepEqual(parseLrc(text), {
    isTimed: true,
    language: null,
    voices: [],
    lines: [
      buildLine({ startMs: 1_500, text: 'Chorus' }),
      buildLine({ startMs: 12_000, text: 'Second' }),
      buildLine({ startMs: 62_345, text: 'Chorus' }),
      buildLine({ startMs: 123_000, text: 'Last' }),
    ],
  });
});

it('reads hours, and hundredths behind a colon', () => {
  const lines = parseLrc('[00:00:01.50]A\n[00:02:50]B\n[01:00:03.25]<01:00:03.25>C <01:00:03.75>d')?.lines;
  assert.deepEqual(
    lines?.map(({ startMs }) => startMs),
    [1_500, 2_500, 3_603_250],
  );
  assert.equal(lines?.[2]?.words?.[1]?.startMs, 3_603_750);
});

it('shows lines and words earlier by a positive offset, and none before the start', () => {
  const lines = parseLrc('[offset:+500]\n[00:00.20]A\n[00:02.00]<00:02.00>B <00:02.60>c')?.lines;
  assert.deepEqual(
    lines?.map(({ startMs }) => startMs),
    [0, 1_500],
  );
  assert.deepEqual(
    lines?.[1]?.words?.map(({ startMs }) => startMs),
    [1_500, 2_100],
  );
});

it('keeps pauses, and the language that the head names', () => {
  const parsed = parseLrc('[la: pt-BR]\n[00:01.00]One\n[00:03.00]\n[00:04.00]Three');
  assert.equal(parsed?.language, 'pt-br');
  assert.deepEqual(
    parsed?.lines.map(({ text }) => text),
    ['One', '', 'Three'],
  );
});

it('times words, of which the last ends by a time of its own', () => {
  assert.deepEqual(lineOf('[00:01.00] <00:01.00> One <00:01.50> two<00:02.00>three <00:02.75>'), {
    ...buildLine({ startMs: 1_000, text: 'One twothree' }),
    endMs: 2_750,
    words: [
      { startMs: 1_000, endMs: 1_500, text: 'One ' },
      { startMs: 1_500, endMs: 2_000, text: 'two' },
      { startMs: 2_000, endMs: 2_750, text: 'three' },
    ],
  });
});

it('times words by brackets inside the line', () => {
  assert.deepEqual(lineOf('[00:01.00]One [00:01.50]two[00:02.00]\n[00:09.00]Next')?.words, [
    { startMs: 1_000, endMs: 1_500, text: 'One ' },
    { startMs: 1_500, endMs: 2_000, text: 'two' },
  ]);
});

it('begins a line that has no time of its own with its first word', () => {
  const lines = parseLrc('[ti:Song]\n<00:01.00>One <00:02.00>two\nv2: <00:05.00>three')?.lines ?? [];
  assert.deepEqual(
    lines.map(({ startMs, text, voiceId }) => [startMs, text, voiceId]),
    [
      [1_000, 'One two', null],
      [5_000, 'three', 'v2'],
    ],
  );
  assert.deepEqual(lines[0]?.words?.at(-1), { startMs: 2_000, endMs: 4_000, text: 'two' });
});

it('ends the last word by the next line, and moves the words of a repeated line along', () => {
  const lines = parseLrc('[00:01.00][00:11.00]<00:01.00>One <00:01.40>two\n[00:02.00]Next')?.lines ?? [];
  assert.deepEqual(lines[0]?.words?.at(-1), { startMs: 1_400, endMs: 2_000, text: 'two' });
  assert.deepEqual(
    lines[2]?.words?.map(({ startMs }) => startMs),
    [11_000, 11_400],
  );
});

it('has no words where a time stands only before the whole line', () => {
  assert.deepEqual(lineOf('[00:01.00]<00:01.00>One two'), buildLine({ startMs: 1_000, text: 'One two' }));
});

it('never lets a word begin before the one it follows', () => {
  assert.deepEqual(lineOf('[00:05.00]<00:05.00>a <00:03.00>b <00:06.00>c')?.words, [
    { startMs: 5_000, endMs: 5_000, text: 'a ' },
    { startMs: 5_000, endMs: 6_000, text: 'b ' },
    { startMs: 6_000, endMs: 8_000, text: 'c' },
  ]);
});

it('knows voices, and what is sung behind a line', () => {
  const parsed = parseLrc('[00:01.00]v1: One\n[bg: <00:01.50>ooh <00:02.00>aah <00:02.50>]\n[00:03.00]v2:Two');
  assert.deepEqual(parsed?.voices, [
    { id: 'v1', kind: 'person', name: null },
    { id: 'v2', kind: 'person', name: null },
  ]);
  assert.deepEqual(
    parsed?.lines.map(({ voiceId, text }) => [voiceId, text]),
    [
      ['v1', 'One'],
      ['v2', 'Two'],
    ],
  );
  assert.deepEqual(parsed?.lines[0]?.background, {
    startMs: 1_500,
    endMs: 2_500,
    text: 'ooh aah',
    words: [
      { startMs: 1_500, endMs: 2_000, text: 'ooh ' },
      { startMs: 2_000, endMs: 2_500, text: 'aah' },
    ],
  });
});

it('reads lines of thousands of times or spaces as quickly as others', () => {
  const spaces = ' '.repeat(400_000);
  assert.equal(parseLrc(`[00:01]One\n[bg:${spaces}x`)?.lines[0]?.background, null);
  const repeated = parseLrc(`${'[00:01]'.repeat(30_000)}${'<00:01>a '.repeat(25_000)}`)?.lines ?? [];
  assert.equal(repeated.length, 5_000);
});

it('takes text without times as it is, and text without words as none', () => {
  assert.equal(parseLrc('One\nTwo'), null);
  assert.deepEqual(parsePlainText('[ti:Song]\nOne\n\nTwo')?.lines, [
    buildLine({ startMs: null, text: 'One' }),
    buildLine({ startMs: null, text: '' }),
    buildLine({ startMs: null, text: 'Two' }),
  ]);
  assert.equal(parsePlainText('[ar:Band]\n[ti:Song]'), null);
});

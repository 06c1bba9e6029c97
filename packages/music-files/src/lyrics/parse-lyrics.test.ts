import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LyricPhrase } from './lyrics.ts';
import { parseLyrics } from './parse-lyrics.ts';

const SEEDS = [
  '[ar:X]\n[offset:-20]\n[00:01.00]<00:01.00>One <00:01.5>two\n[bg: <00:02.0>oh]\n[00:03][00:05.12]v2: Three [00:04]four',
  '<?xml version="1.0"?><tt xml:lang="en"><head><metadata><ttm:agent xml:id="v1" type="person"/></metadata></head><body><div begin="1">' +
    '<p begin="1.0" end="3" ttm:agent="v1"><span begin="1.0" end="2.0">One</span> <span begin="2" end="3">two&amp;</span>' +
    '<span ttm:role="x-bg"><span begin="2.5">(ah)</span></span></p></div></body></tt>',
  '1\n00:00:01,000 --> 00:00:02,000\n<i>One</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nT<00:00:03.500>wo\n',
];
const PIECES = [
  '<',
  '>',
  '[',
  ']',
  '"',
  '\n',
  '&#0;',
  '<p begin="',
  '<span>',
  '</',
  '<!--',
  '<![CDATA[',
  '-->',
  '[00:',
  ':',
  '\ud83d',
  '99999999',
];

/** Park and Miller's generator: the same mutations each time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function mutate(text: string, random: (below: number) => number): string {
  let mutated = text;
  for (let times = 1 + random(6); times > 0; times--) {
    const at = random(mutated.length + 1);
    const cut = random(3) === 0 ? random(20) : 0;
    mutated = mutated.slice(0, at) + (PIECES[random(PIECES.length)] ?? '') + mutated.slice(at + cut);
  }
  return mutated;
}

function assertSound({ startMs, endMs, text, words }: LyricPhrase): void {
  assert.ok(startMs === null || (Number.isSafeInteger(startMs) && startMs >= 0));
  assert.ok(endMs === null || Number.isSafeInteger(endMs));
  assert.ok(text.isWellFormed() && !/[^\P{Cc}\n]/u.test(text) && text.length <= 500);
  if (words === null) return;
  assert.equal(words.map((word) => word.text).join(''), text);
  for (const [at, word] of words.entries())
    assert.ok(word.endMs >= word.startMs && word.startMs >= (words[at - 1]?.startMs ?? 0));
}

it('gives sound lyrics or none for whatever a file holds', () => {
  const random = createRandom(7);
  let read = 0;
  for (const seed of SEEDS)
    for (let round = 0; round < 3_000; round++) {
      const lyrics = parseLyrics(mutate(seed, random));
      for (const line of lyrics?.lines ?? []) {
        assertSound(line);
        if (line.background !== null) assertSound(line.background);
      }
      if (lyrics?.isTimed === true) read++;
    }
  assert.ok(read > 4_000, `only ${read} mutations were read`);
});

it('takes no longer for what is made to be slow than for its length', { timeout: 20_000 }, () => {
  const large = (piece: string) => piece.repeat(Math.ceil(500_000 / piece.length));
  const shapes = [
    ':',
    '[ar:',
    '\n',
    '[00:01]',
    '[00:01.00]<',
    '<00:01.00>',
    '] ',
    ' ',
    '<!x[>',
    '<a b="',
    '<!--',
    '&',
    '<p ',
    '--> ',
    '00:00:01,0 --> ',
  ];
  for (const shape of shapes)
    for (const prefix of ['', '[ar', '<tt><body><p>', '[00:01.00]', '1\n00:00:01,000 --> 00:00:02,000\n'])
      parseLyrics(prefix + large(shape));
});

it('takes no words from bytes that are no text, whatever their name', () => {
  const noise = Array.from({ length: 4096 }, (_, at) => String.fromCharCode((at * 2_654_435_761) >>> 24));
  assert.equal(parseLyrics(noise.join('')), null);
  assert.equal(parseLyrics('\u0001\u0002 binary'), null);
  assert.equal(parseLyrics(`\u007fELF\u0002\u0001 binary${'\0'.repeat(1000)}`), null);
  assert.equal(parseLyrics('Words\0\u0007 of a tagger that ends them so\0')?.lines.length, 1);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildLine } from './lyrics.ts';
import { parseTtml } from './parse-ttml.ts';
import { parseTtmlTime, readTtmlRates } from './ttml-time.ts';

const document = (body: string, { head = '', attributes = '' } = {}) =>
  `<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY a "aaaa">]><tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en" ${attributes}>` +
  `<head>${head}</head><body dur="3:00.0">${body}</body></tt>`;

describe('TTML lyrics', () => {
  it('time words and syllables, for each voice, with what is sung behind', () => {
    const head =
      '<metadata><ttm:agent type="person" xml:id="v1"><ttm:name type="full">Ann</ttm:name></ttm:agent>' +
      '<ttm:agent type="group" xml:id="v2"/></metadata>';
    const body =
      '<div begin="9.5" end="20.0"><p begin="9.5" end="12.0" itunes:key="L1" ttm:agent="v1">' +
      '<span begin="9.5" end="10.0">Hel</span><span begin="10.0" end="10.4">lo</span> <span begin="10.6" end="11.1">you,</span>' +
      ' <span ttm:role="x-bg"><span begin="11.2" end="11.5">(oh</span> <span begin="11.5" end="12.0">my)</span></span></p>' +
      '<p begin="1:02.5" end="1:04" ttm:agent="v2">Rest</p></div>';
    const parsed = parseTtml(document(body, { head, attributes: 'itunes:timing="Word"' }));
    assert.deepEqual(parsed, {
      isTimed: true,
      language: 'en',
      voices: [
        { id: 'v1', kind: 'person', name: 'Ann' },
        { id: 'v2', kind: 'group', name: null },
      ],
      lines: [
        {
          startMs: 9_500,
          endMs: 12_000,
          text: 'Hello you,',
          words: [
            { startMs: 9_500, endMs: 10_000, text: 'Hel' },
            { startMs: 10_000, endMs: 10_400, text: 'lo ' },
            { startMs: 10_600, endMs: 11_100, text: 'you,' },
          ],
          voiceId: 'v1',
          background: {
            startMs: 11_200,
            endMs: 12_000,
            text: '(oh my)',
            words: [
              { startMs: 11_200, endMs: 11_500, text: '(oh ' },
              { startMs: 11_500, endMs: 12_000, text: 'my)' },
            ],
          },
          translations: [],
        },
        buildLine({ startMs: 62_500, endMs: 64_000, text: 'Rest', voiceId: 'v2' }),
      ],
    });
  });

  it('bring translations, in the head or in the line', () => {
    const head =
      '<metadata><iTunesMetadata><translations><translation xml:lang="de"><text for="L1">Hallo</text></translation>' +
      '</translations></iTunesMetadata></metadata>';
    const body =
      '<div><p begin="1s" itunes:key="L1">Hello<span ttm:role="x-translation" xml:lang="fr">Salut</span>' +
      '<span ttm:role="x-roman">he-lo</span></p></div>';
    const line = parseTtml(document(body, { head }))?.lines[0];
    assert.equal(line?.text, 'Hello');
    assert.deepEqual(line?.translations, [
      { language: 'fr', text: 'Salut' },
      { language: 'de', text: 'Hallo' },
    ]);
  });

  it('count from the start of what is around, where a child would else begin before it', () => {
    const body =
      '<div begin="10s"><p begin="0s" dur="2s">One</p><p begin="4s"><span begin="0s">Two </span><span begin="1s">three</span></p></div>';
    const lines = parseTtml(document(body))?.lines ?? [];
    assert.deepEqual(
      lines.map(({ startMs, endMs }) => [startMs, endMs]),
      [
        [10_000, 12_000],
        [14_000, null],
      ],
    );
    assert.deepEqual(
      lines[1]?.words?.map(({ startMs }) => startMs),
      [14_000, 15_000],
    );
  });

  describe('that count from the begin of what is around, as TTML says', () => {
    const timesOf = (tt: string) => parseTtml(tt)?.lines.map(({ startMs, endMs }) => [startMs, endMs]);
    const timed = (body: string, attributes = '') => timesOf(`<tt><body ${attributes}>${body}</body></tt>`);

    it('add up the begins of body, block, line and word', () => {
      const body =
        '<div begin="10s"><p begin="12s" end="14s">One</p>' +
        '<p begin="20s" dur="4s"><span begin="0s">Two </span><span begin="2s" dur="1s">three</span></p></div>';
      const tt = `<tt><body begin="5s">${body}</body></tt>`;
      assert.deepEqual(timesOf(tt), [
        [27_000, 29_000],
        [35_000, 39_000],
      ]);
      assert.deepEqual(
        parseTtml(tt)?.lines[1]?.words?.map(({ startMs, endMs }) => [startMs, endMs]),
        [
          [35_000, 37_000],
          [37_000, 38_000],
        ],
      );
    });

    it('end with what is around, and by the first of `dur` and `end`', () => {
      const body =
        '<div begin="10s" dur="8s"><p begin="1s" end="60s">One</p><p begin="4s" end="7s" dur="1s">Two</p></div>';
      assert.deepEqual(timed(body), [
        [11_000, 18_000],
        [14_000, 15_000],
      ]);
    });

    it('begin with it where they say their length only, and are sung with it where they say nothing', () => {
      assert.deepEqual(
        timed('<div begin="10s" end="14s"><p>One</p><p>Two</p></div><div><p end="2s">Three</p></div>', 'begin="1s"'),
        [
          [1_000, 3_000],
          [11_000, 15_000],
          [11_000, 15_000],
        ],
      );
    });

    it('follow each other in a sequence', () => {
      const body =
        '<div begin="3s" timeContainer="seq"><p dur="2s">One</p><p begin="1s" dur="2s">Two</p><p dur="1s">Three</p></div>';
      assert.deepEqual(timed(body), [
        [3_000, 5_000],
        [6_000, 8_000],
        [8_000, 9_000],
      ]);
      const ofApple = '<tt xmlns:itunes="http://music.apple.com/lyric-ttml-internal"><body>';
      const lengths = '<div timeContainer="seq"><p dur="2s">One</p><p dur="3s">Two</p></div>';
      assert.deepEqual(timesOf(`${ofApple}${lengths}</body></tt>`), [
        [0, 2_000],
        [2_000, 5_000],
      ]);
    });

    it('are taken to count from the start of the song where Apple wrote them, or their parents would be over', () => {
      const lines = [
        [10_000, 12_000],
        [25_000, 27_000],
      ];
      const p = (begin: number, end: number) =>
        `<p begin="${begin}" end="${end}"><span begin="${begin}" end="${end}">One</span></p>`;
      assert.deepEqual(
        timed(`<div begin="10" end="12">${p(10, 12)}</div><div begin="25" end="27">${p(25, 27)}</div>`),
        lines,
      );
      const apple = 'xmlns:itunes="http://music.apple.com/lyric-ttml-internal"';
      assert.deepEqual(
        timesOf(`<tt ${apple}><body><div begin="1" end="90">${p(10, 12)}${p(25, 27)}</div></body></tt>`),
        lines,
      );
    });
  });

  it('without times are text, in stanzas', () => {
    const parsed = parseTtml(
      document('<div><p>One &amp; &#x41;&a;</p><p>Two<br/>more</p></div><div><p>Three</p></div>'),
    );
    assert.equal(parsed?.isTimed, false);
    assert.deepEqual(
      parsed?.lines.map(({ text }) => text),
      ['One & A&a;', 'Two more', '', 'Three'],
    );
  });

  it('are none where the markup is no lyrics, or far too deep or large', () => {
    assert.equal(parseTtml('<html><body><p>no</p></body></html>'), null);
    assert.equal(parseTtml(document('')), null);
    assert.equal(parseTtml(document(`<div>${'<span>'.repeat(100)}deep`)), null);
    assert.equal(parseTtml(document('<p begin="1s">a</p>'.repeat(80_000))), null);
  });

  it('forgive tags that are not closed', () => {
    const parsed = parseTtml('<tt><body><div><p begin="1s">One</div><p begin="2s">Two<unknown a=b c></p>');
    assert.deepEqual(
      parsed?.lines.map(({ text }) => text),
      ['One', 'Two'],
    );
  });
});

describe('a time of TTML', () => {
  const rates = readTtmlRates((name) => ({ frameRate: '25', tickRate: '10000000' })[name]);
  const times: [string, number | undefined][] = [
    ['00:01:02.5', 62_500],
    ['00:00:01:05', 1_200],
    ['1:02.5', 62_500],
    ['62.125', 62_125],
    ['12.3s', 12_300],
    ['250ms', 250],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
    ['50f', 2_000],
    ['15000000t', 1_500],
    ['soon', undefined],
    ['-1s', undefined],
    ['', undefined],
  ];
  for (const [text, ms] of times)
    it(`${text || 'of nothing'} is ${ms ?? 'none'}`, () => assert.equal(parseTtmlTime(text, rates), ms));

  it('counts frames by their multiplier', () => {
    const ntsc = readTtmlRates((name) => ({ frameRate: '30', frameRateMultiplier: '1000 1001' })[name]);
    assert.equal(parseTtmlTime('30f', ntsc), 1_001);
  });
});

import { describe, expect, it } from 'vitest';
import { de } from '#locale/de/dictionary.ts';
import { messageAt, type Dictionary } from '#locale/dictionary.ts';
import { en } from '#locale/en/dictionary.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { formatMessage } from '#locale/message.ts';
import { lastBegun } from './lyric-line.ts';
import { qualityText } from './quality-text.ts';
import { dropIndexAt, edgeScrollPx } from './queue-drag.ts';
import { queueSourceTitle } from './queue-source-title.ts';

describe('the line that is sung', () => {
  const lines = [1000, 2000, 2000, 9000].map((startMs) => ({ startMs }));
  it('is the last that has begun', () => {
    expect([0, 999, 1000, 2500, 8999, 9000, 99_000].map((position) => lastBegun(lines, position))).toEqual([
      -1, -1, 0, 2, 2, 3, 3,
    ]);
  });
  it('is none without lines', () => expect(lastBegun([], 5)).toBe(-1));
});

describe('a row that is dragged', () => {
  it('lands in the gap nearest to the pointer', () => {
    expect(dropIndexAt(10, 56, 5, 3)).toEqual({ gap: 0, toIndex: 0 });
    expect(dropIndexAt(160, 56, 5, 0)).toEqual({ gap: 3, toIndex: 2 });
    expect(dropIndexAt(9999, 56, 5, 1)).toEqual({ gap: 5, toIndex: 4 });
  });
  it('scrolls the list near its edges only', () => {
    expect(edgeScrollPx(300, 100, 700)).toBe(0);
    expect(edgeScrollPx(101, 100, 700)).toBeLessThan(0);
    expect(edgeScrollPx(760, 100, 700)).toBeGreaterThan(0);
  });
});

describe('where a queue came from', () => {
  const textIn =
    (dictionary: Dictionary, language: string): TextFunction =>
    (key, parameters = {}) =>
      formatMessage(messageAt(dictionary, key), parameters, language);
  it('is said to be a search where it was one, as its words alone look like a name', () => {
    const source = { kind: 'search', title: 'river' } as const;
    expect(queueSourceTitle(source, textIn(en, 'en'))).toBe('From the search for “river”');
    expect(queueSourceTitle(source, textIn(de, 'de'))).toBe('Aus der Suche nach „river“');
  });
  it('is the name of everything else, and nothing without one', () => {
    expect(queueSourceTitle({ kind: 'album', id: 'a', title: 'River' }, textIn(en, 'en'))).toBe('River');
    expect(queueSourceTitle({ kind: 'tracks', title: '' }, textIn(en, 'en'))).toBeUndefined();
    expect(queueSourceTitle(undefined, textIn(en, 'en'))).toBeUndefined();
  });
});

describe('the quality of a file', () => {
  const format = { codec: 'flac', isLossless: true, bitrateKbps: 900, sampleRateHz: 44_100, bitDepth: 16 };
  it('is depth and rate for lossless ones, the bit rate for the others', () => {
    expect(qualityText(format)).toBe('FLAC 16/44.1');
    expect(qualityText({ ...format, bitDepth: null })).toBe('FLAC 44.1 kHz');
    expect(qualityText({ ...format, codec: 'mp3', isLossless: false, bitrateKbps: 319.8 })).toBe('MP3 320');
    expect(qualityText({ ...format, codec: 'opus', isLossless: false, bitrateKbps: null })).toBe('Opus');
  });
});

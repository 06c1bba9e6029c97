import { playTracks } from '@jetstream/app-core';
import { AppProvider } from '@jetstream/app-core/hooks';
import { buildTrack, createSignedInApp, settled } from '@jetstream/app-core/testing';
import type { LyricLine, Lyrics } from '@jetstream/api-contract';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { isAnswering, isSungWith, translationFor } from './lyric-line.ts';
import { TimedLyrics } from './TimedLyrics.tsx';

const line = (startMs: number, text: string, rest: Partial<LyricLine> = {}): LyricLine => ({
  startMs,
  endMs: null,
  text,
  words: null,
  voiceId: null,
  background: null,
  translations: [],
  ...rest,
});
const words = [
  { startMs: 1_000, endMs: 1_500, text: 'Hel' },
  { startMs: 1_500, endMs: 2_000, text: 'lo ' },
  { startMs: 2_000, endMs: 3_000, text: 'you' },
];
const lyrics: Lyrics = {
  isTimed: true,
  language: 'en',
  source: 'file',
  voices: [
    { id: 'v1', kind: 'person', name: null },
    { id: 'all', kind: 'group', name: null },
    { id: 'v2', kind: 'person', name: null },
  ],
  lines: [line(1_000, 'Hello you', { words }), line(5_000, 'Second line')],
};

async function renderPlaying() {
  const test = await createSignedInApp();
  test.store.dispatch(playTracks({ tracks: [buildTrack({ id: 'a' })] }));
  await settled();
  render(
    <AppProvider app={test.app}>
      <TimedLyrics isLarge lyrics={lyrics} />
    </AppProvider>,
  );
  const moveTo = (positionMs: number) => act(() => test.engine.seek(positionMs));
  const sung = () => [...document.querySelectorAll('[data-word="sung"]')].map(({ textContent }) => textContent);
  return { ...test, moveTo, sung };
}

describe('timed lyrics', () => {
  it('mark the line that is sung, and its words one after the other', async () => {
    const { moveTo, sung } = await renderPlaying();
    expect(document.querySelector('[aria-current]')).toBeNull();
    moveTo(1_600);
    expect(screen.getByRole('button', { current: true }).textContent).toBe('Hello you');
    expect(sung()).toEqual(['Hel', 'lo ']);
    moveTo(2_100);
    expect(sung()).toEqual(['Hel', 'lo ', 'you']);
    moveTo(6_000);
    expect(screen.getByRole('button', { current: true }).textContent).toBe('Second line');
    expect(sung()).toEqual([]);
  });

  it('seek to the word that is pressed, and to the start of any other line', async () => {
    const { engine, moveTo } = await renderPlaying();
    moveTo(1_000);
    fireEvent.click(screen.getByText('you'));
    expect(engine.positionMs).toBe(2_000);
    fireEvent.click(screen.getByText('Second line'));
    expect(engine.positionMs).toBe(5_000);
  });
});

describe('a line of lyrics', () => {
  it('is sung with those that begin when it does', () => {
    const lines = [1, 5, 5, 9].map((startMs) => ({ startMs }));
    expect(lines.map((_, index) => isSungWith(lines, index, 2))).toEqual([false, true, true, false]);
    expect(isSungWith(lines, 0, -1)).toBe(false);
  });

  it('answers from the other side when the second person sings it', () => {
    expect(['v1', 'all', 'v2', null].map((voiceId) => isAnswering(lyrics, line(0, '', { voiceId })))).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('is translated into the reader’s language, or as somebody left it', () => {
    const german = { language: 'de-AT', text: 'Hallo' };
    expect(translationFor(line(0, '', { translations: [{ language: 'fr', text: 'Salut' }, german] }), 'de')).toBe(
      'Hallo',
    );
    expect(translationFor(line(0, '', { translations: [german] }), 'en')).toBeNull();
    expect(translationFor(line(0, '', { translations: [{ language: null, text: '?' }] }), 'en')).toBe('?');
  });
});

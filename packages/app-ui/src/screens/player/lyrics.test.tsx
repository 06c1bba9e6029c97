import { playTracks } from '@jetstream/app-core';
import { AppProvider } from '@jetstream/app-core/hooks';
import { buildTrack, createSignedInApp, createSignedInServer, json, settled } from '@jetstream/app-core/testing';
import type { LyricLine, Lyrics } from '@jetstream/api-contract';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { isAnswering, isSungWith, translationForReader, translationLanguages, translationOf } from './lyric-line.ts';
import { Lyrics as LyricsView } from './Lyrics.tsx';
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
      <TimedLyrics isLarge lyrics={lyrics} translation={null} />
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

  it('begin at the side of their own language', async () => {
    await renderPlaying();
    expect(screen.getAllByRole('button').map(({ dir }) => dir)).toEqual(['auto', 'auto']);
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
    const lines = [1, 5, 5, 9].map((startMs) => ({ startMs, endMs: null }));
    expect(lines.map((_, index) => isSungWith(lines, index, 2))).toEqual([false, true, true, false]);
    expect(isSungWith(lines, 0, -1)).toBe(false);
  });

  it('is sung on below one that begins well before it ends', () => {
    const lines = [
      { startMs: 1_000, endMs: 4_000 },
      { startMs: 2_000, endMs: 3_100 },
      { startMs: 3_000, endMs: 5_000 },
    ];
    expect(lines.map((_, index) => isSungWith(lines, index, 2))).toEqual([true, false, true]);
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
    const lines = [line(0, '', { translations: [{ language: 'fr', text: 'Salut' }, german] }), line(1, '')];
    const languages = translationLanguages({ lines });
    expect(languages).toEqual(['fr', 'de-AT']);
    expect([translationForReader(languages, 'de'), translationForReader(languages, 'en')]).toEqual(['de-AT', null]);
    for (const tag of ['deu', 'ger', 'DE']) expect(translationForReader(['fra', tag], 'de')).toBe(tag);
    expect(translationForReader(['not a tag', 'fra'], 'de')).toBe(null);
    expect(lines.map((one) => translationOf(one, 'de-AT'))).toEqual(['Hallo', null]);
    const unnamed = line(0, '', { translations: [{ language: null, text: '?' }] });
    const found = translationForReader(translationLanguages({ lines: [unnamed] }), 'en');
    expect(translationOf(unnamed, found)).toBe('?');
  });
});

describe('lyrics in several languages', () => {
  it('show the translation that the reader chooses, and none', async () => {
    const translations = [
      { language: 'de', text: 'Hallo' },
      { language: 'fr', text: 'Salut' },
    ];
    const server = createSignedInServer().on('GET /api/v1/tracks/:trackId/lyrics', () =>
      json({ ...lyrics, lines: [line(1_000, 'Hello', { translations })] }),
    );
    const test = await createSignedInApp({ server });
    render(
      <AppProvider app={test.app}>
        <LyricsView track={buildTrack({ id: 'a', hasLyrics: true })} />
      </AppProvider>,
    );
    const select = await screen.findByRole('combobox', { name: 'Translation' });
    expect(screen.queryByText('Hallo')).toBeNull();
    fireEvent.change(select, { target: { value: 'fr' } });
    expect(screen.getByText('Salut').lang).toBe('fr');
    fireEvent.change(select, { target: { value: 'none' } });
    expect(screen.queryByText('Salut')).toBeNull();
  });
});

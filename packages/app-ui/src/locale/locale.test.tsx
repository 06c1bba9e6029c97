import { act, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { de } from './de/dictionary.ts';
import { en } from './en/dictionary.ts';
import { createFormat } from './format.ts';
import { languageFor, LocaleProvider } from './locale.tsx';
import { formatMessage, type Message } from './message.ts';
import { useText } from './use-text.ts';

const placeholders = (message: Message): string[] => {
  const forms = typeof message === 'string' ? [message] : Object.values(message);
  return [...new Set(forms.flatMap((form: string) => form.match(/\{\w+\}/g) ?? []))].sort();
};

describe('messages', () => {
  it('choose the plural form by the rules of the language', () => {
    const message = { one: '{count} song', other: '{count} songs' };
    expect(formatMessage(message, { count: 1 }, 'en')).toBe('1 song');
    expect(formatMessage(message, { count: 0 }, 'en')).toBe('0 songs');
    const polish = { one: 'utwór', few: 'utwory', many: 'utworów', other: 'utworu' };
    expect(formatMessage(polish, { count: 3 }, 'pl')).toBe('utwory');
    expect(formatMessage(polish, { count: 5 }, 'pl')).toBe('utworów');
  });

  it('write numbers as the language does and leave unknown names alone', () => {
    expect(formatMessage('{count} of {total}', { count: 12_345 }, 'de')).toBe('12.345 of {total}');
  });

  it('take the same values in German as in English', () => {
    const wrong = Object.entries(en).flatMap(([area, messages]) =>
      Object.entries(messages as Record<string, Message>)
        .filter(([key, message]) => {
          const german = (de as Record<string, Record<string, Message>>)[area]?.[key];
          return german === undefined || placeholders(german).join() !== placeholders(message).join();
        })
        .map(([key]) => `${area}.${key}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the language', () => {
  it('is the chosen one, else the first of the system that there is, else English', () => {
    expect(languageFor('de', ['en'])).toBe('de');
    expect(languageFor('system', ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(languageFor('system', ['fr'])).toBe('en');
  });

  it('shows nothing before its dictionary has come, so that no other language flashes', async () => {
    const Word = () => <p>{useText()('shell.library')}</p>;
    const languages = ['de-DE'];
    await act(async () => {
      render(
        <LocaleProvider choice="system" systemLanguages={languages}>
          <Word />
        </LocaleProvider>,
      );
      expect(screen.queryByText('Library')).toBeNull();
    });
    expect(await screen.findByText('Bibliothek')).toBeTruthy();
  });
});

describe('formats', () => {
  const format = createFormat('en');
  it('write a clock with hours only where there are any', () => {
    expect([0, 187_999, 3_729_000].map(format.clock)).toEqual(['0:00', '3:07', '1:02:09']);
  });
  it('round the length of an album to minutes', () => {
    expect(format.length(48 * 60_000 + 20_000)).toBe('48 min');
    expect(format.length(72 * 60_000)).toBe('1 hr 12 min');
    expect(format.length(12_000)).toBe('12 sec');
  });
  it('say how long ago something was', () => {
    const now = Date.parse('2026-03-10T12:00:00Z');
    expect(format.ago('2026-03-10T11:57:00Z', now)).toBe('3 minutes ago');
    expect(format.ago('2026-03-09T12:00:00Z', now)).toBe('yesterday');
  });
});

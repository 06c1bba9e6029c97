import { describe, expect, it } from 'vitest';
import { de } from '#locale/de/dictionary.ts';
import { formatMessage, type Message } from '#locale/message.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { fieldFaults } from './field-faults.ts';

const german: TextFunction = (key, params = {}) => {
  const [area = '', name = ''] = key.split('.');
  const messages = (de as unknown as Record<string, Record<string, Message>>)[area];
  return formatMessage(messages?.[name] ?? key, params, 'de');
};

describe('the faults of a form', () => {
  it('are told by input in the language of the locale, the first of an input wins', () => {
    const fields = [
      { path: 'body/password', message: 'Too small: expected string to have >=8 characters' },
      { path: 'body/password', message: 'something that follows from it' },
      { path: 'body/name', message: 'This name is taken.' },
      { path: 'body/path', message: 'There is no such folder on the server.' },
    ];
    expect(fieldFaults({ fields }, german)).toEqual({
      password: german('problems.fieldTooShort', { count: 8 }),
      name: german('problems.nameTaken'),
      path: german('problems.folderMissing'),
    });
  });

  it('quote what nobody planned', () => {
    const fields = [{ path: 'body/name', message: 'Odd.' }];
    expect(fieldFaults({ fields }, german)['name']).toBe(german('problems.fieldInvalid', { reason: 'Odd.' }));
  });

  it('are none when nothing went wrong', () => {
    expect(fieldFaults(null, german)).toEqual({});
  });
});

import type { ErrorCode } from '@jetstream/api-contract';
import { describe, expect, it } from 'vitest';
import { en } from '#locale/en/dictionary.ts';
import { formatMessage, type Message } from '#locale/message.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { folderFault } from './folder-fault.ts';

const english: TextFunction = (key, params = {}) => {
  const [area = '', name = ''] = key.split('.');
  const messages = (en as unknown as Record<string, Record<string, Message>>)[area];
  return formatMessage(messages?.[name] ?? key, params, 'en');
};
const faultOf = (code: ErrorCode, said?: string) =>
  folderFault(
    {
      code,
      isOffline: false,
      fields: said === undefined ? [] : [{ path: 'query/path', message: said }],
      requestId: null,
      retryAfterSeconds: null,
    },
    english,
  );

describe('the fault of a folder', () => {
  it('speaks of folders of the server, not of the library', () => {
    expect(faultOf('not-found')).toBe('There is no such folder on the server.');
    expect(faultOf('unsupported')).toMatch(/not allowed to read this folder/);
    expect(faultOf('conflict')).toMatch(/is a music folder already/);
  });

  it('is what the server says of the path, where it says so', () => {
    expect(faultOf('validation', 'The path must be absolute.')).toMatch(/Write the whole path/);
  });

  it('is that of the request where it has nothing to do with folders', () => {
    expect(faultOf('forbidden')).toBe(english('problems.forbidden'));
  });
});

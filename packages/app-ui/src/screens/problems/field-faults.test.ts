import { describe, expect, it } from 'vitest';
import { fieldFaults } from './field-faults.ts';

describe('fieldFaults', () => {
  it('finds the input by the end of its path and keeps its first fault', () => {
    const fields = [
      { path: 'body/password', message: 'too short' },
      { path: 'body/password', message: 'too simple' },
      { path: 'body/name', message: 'taken' },
    ];
    expect(fieldFaults({ fields })).toEqual({ password: 'too short', name: 'taken' });
  });

  it('has none without a problem', () => {
    expect(fieldFaults(null)).toEqual({});
  });
});

import { describe, expect, it } from 'vitest';
import { groupCredits } from './credit-facts.ts';

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };

describe('groupCredits', () => {
  it('names each role once with its people, and nobody twice in it', () => {
    const lines = groupCredits([
      { artist: ada, role: 'composer', detail: null },
      { artist: ben, role: 'performer', detail: 'viola' },
      { artist: ben, role: 'composer', detail: null },
      { artist: ada, role: 'composer', detail: null },
    ]);
    expect(lines.map((line) => [line.role, line.people.map((person) => person.name)])).toEqual([
      ['composer', ['Ada', 'Ben']],
      ['performer', ['Ben']],
    ]);
  });

  it('keeps one person who plays two instruments', () => {
    const lines = groupCredits([
      { artist: ben, role: 'performer', detail: 'viola' },
      { artist: ben, role: 'performer', detail: 'organ' },
    ]);
    expect(lines[0]?.people.map((person) => person.detail)).toEqual(['viola', 'organ']);
  });
});

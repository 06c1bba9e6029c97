import { describe, expect, it } from 'vitest';
import { passwordStrength } from './password-strength.ts';

describe('passwordStrength', () => {
  it('says what the server will refuse: nothing, under eight characters, over 72 bytes', () => {
    expect(passwordStrength('')).toBe('empty');
    expect(passwordStrength('Ab3$x9!')).toBe('too-short');
    expect(passwordStrength('ü'.repeat(37))).toBe('too-long');
    expect(passwordStrength('xQ'.repeat(36))).not.toBe('too-long');
  });

  it('does not count repeated or counted-up characters', () => {
    expect(passwordStrength('aaaaaaaaaaaaaaaa')).toBe('weak');
    expect(passwordStrength('1234567890')).toBe('weak');
    expect(passwordStrength('abcdefghijkl')).toBe('weak');
  });

  it('does not count the name of the user', () => {
    expect(passwordStrength('margarethe-7x', 'Margarethe')).toBe('weak');
    expect(passwordStrength('margarethe-7x', 'Tom')).not.toBe('weak');
  });

  it('finds a few random characters fair and a sentence strong', () => {
    expect(passwordStrength('k7#Qz2pW')).toBe('fair');
    expect(passwordStrength('copper lantern under the stairs')).toBe('strong');
  });
});

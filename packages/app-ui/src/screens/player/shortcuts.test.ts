import { describe, expect, it } from 'vitest';
import { commandFor, type KeyPress } from './shortcuts.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe('keyboard shortcuts', () => {
  it('play, seek and skip', () => {
    expect(commandFor(press(' '), false, true)).toBe('toggle-play');
    expect(commandFor(press('ArrowRight'), false, true)).toBe('seek-forward');
    expect(commandFor(press('ArrowRight', { shiftKey: true }), false, true)).toBe('next');
  });
  it('seek to a tenth of the track, and change the speed whichever key asks for Shift', () => {
    expect(commandFor(press('0'), false, true)).toBe('seek-to-0');
    expect(commandFor(press('7'), false, true)).toBe('seek-to-7');
    expect(commandFor(press('>', { shiftKey: true }), false, true)).toBe('faster');
    expect(commandFor(press('<'), false, true)).toBe('slower');
  });
  it('leave the bare up and down arrows to scrolling', () => {
    expect(commandFor(press('ArrowDown'), false, true)).toBeUndefined();
    expect(commandFor(press('ArrowDown', { shiftKey: true }), false, true)).toBe('volume-down');
  });
  it('read a key after G as a place', () => {
    expect(commandFor(press('s'), true, true)).toBe('go-search');
    expect(commandFor(press('s'), false, true)).toBe('toggle-shuffle');
  });
  it('work with Caps Lock on', () => {
    expect(commandFor(press('M'), false, true)).toBe('toggle-mute');
  });
  it('keep only those held with Ctrl for people who switched single keys off', () => {
    expect(commandFor(press('m'), false, false)).toBeUndefined();
    expect(commandFor(press('k', { ctrlKey: true }), false, false)).toBe('search');
    expect(commandFor(press('k', { metaKey: true }), false, false)).toBe('search');
  });
  it('never take a key from the browser or the system', () => {
    for (const key of ['s', 'l', 'r', 'f', 'q'])
      expect(commandFor(press(key, { ctrlKey: true }), false, true)).toBeUndefined();
    expect(commandFor(press('ArrowLeft', { altKey: true }), false, true)).toBeUndefined();
  });
});

import type { TextKey } from '#locale/dictionary.ts';

/** Of the track: 0 is its start, 5 its middle. */
export type Tenth = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export type ShortcutCommand =
  | 'toggle-play'
  | 'seek-back'
  | 'seek-forward'
  | 'previous'
  | 'next'
  | 'volume-up'
  | 'volume-down'
  | 'toggle-mute'
  | 'toggle-shuffle'
  | 'cycle-repeat'
  | `seek-to-${Tenth}`
  | 'faster'
  | 'slower'
  | 'toggle-visualizer'
  | 'toggle-lyrics'
  | 'toggle-queue'
  | 'toggle-full-player'
  | 'search'
  | 'help'
  | 'go-home'
  | 'go-search'
  | 'go-library';

export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const plain: Record<string, ShortcutCommand> = {
  ' ': 'toggle-play',
  ArrowLeft: 'seek-back',
  ArrowRight: 'seek-forward',
  m: 'toggle-mute',
  s: 'toggle-shuffle',
  r: 'cycle-repeat',
  v: 'toggle-visualizer',
  // Keyboards differ in which of the two asks for Shift.
  '<': 'slower',
  '>': 'faster',
  l: 'toggle-lyrics',
  q: 'toggle-queue',
  f: 'toggle-full-player',
  '/': 'search',
  '?': 'help',
};
/** The page itself scrolls with the bare up and down arrows, so volume asks for Shift. */
const shifted: Record<string, ShortcutCommand> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  ArrowUp: 'volume-up',
  ArrowDown: 'volume-down',
  '<': 'slower',
  '>': 'faster',
  '?': 'help',
  '/': 'search',
};
const afterG: Record<string, ShortcutCommand> = { h: 'go-home', s: 'go-search', l: 'go-library' };

/**
 * What a key press means; `isAfterG` when the key before was G. `hasSingleKeys` is off for people who asked so
 * (WCAG 2.1.4): then only keys held with Ctrl or Command work.
 */
export function commandFor(press: KeyPress, isAfterG: boolean, hasSingleKeys: boolean): ShortcutCommand | undefined {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) return key === 'k' && !press.shiftKey ? 'search' : undefined;
  if (!hasSingleKeys) return undefined;
  if (isAfterG) return afterG[key];
  if (!press.shiftKey && /^\d$/.test(key)) return `seek-to-${Number(key) as Tenth}`;
  return press.shiftKey ? shifted[key] : plain[key];
}

export interface ShortcutEntry {
  textKey: TextKey;
  /** Alternatives; a sequence is keys with a space. Names as in `KeyboardEvent.key`. */
  keys: readonly string[];
}
export interface ShortcutSection {
  textKey: TextKey;
  entries: readonly ShortcutEntry[];
}

/** What the help sheet lists. */
export const shortcutSections: readonly ShortcutSection[] = [
  {
    textKey: 'shell.shortcutsPlayback',
    entries: [
      { textKey: 'shell.shortcutPlayPause', keys: ['Space'] },
      { textKey: 'shell.shortcutSeek', keys: ['←', '→'] },
      { textKey: 'shell.shortcutTenth', keys: ['0', '9'] },
      { textKey: 'shell.shortcutTrack', keys: ['⇧+←', '⇧+→'] },
      { textKey: 'shell.shortcutVolume', keys: ['⇧+↑', '⇧+↓'] },
      { textKey: 'shell.shortcutMute', keys: ['M'] },
      { textKey: 'shell.shortcutShuffle', keys: ['S'] },
      { textKey: 'shell.shortcutRepeat', keys: ['R'] },
      { textKey: 'shell.shortcutSpeed', keys: ['<', '>'] },
    ],
  },
  {
    textKey: 'shell.shortcutsNavigation',
    entries: [
      { textKey: 'shell.home', keys: ['G H'] },
      { textKey: 'shell.search', keys: ['/', 'Ctrl+K', 'G S'] },
      { textKey: 'shell.library', keys: ['G L'] },
      { textKey: 'shell.shortcutLyrics', keys: ['L'] },
      { textKey: 'shell.shortcutQueue', keys: ['Q'] },
      { textKey: 'shell.shortcutFullPlayer', keys: ['F'] },
      { textKey: 'shell.shortcutVisualizer', keys: ['V'] },
    ],
  },
  {
    textKey: 'shell.shortcutsGeneral',
    entries: [
      { textKey: 'shell.shortcutMenu', keys: ['⇧+F10'] },
      { textKey: 'shell.shortcutClose', keys: ['Esc'] },
      { textKey: 'shell.shortcutHelp', keys: ['?'] },
    ],
  },
];

import {
  cycleRepeat,
  seekBy,
  seekToShare,
  selectRightPanel,
  selectVolume,
  setRightPanel,
  setVolume,
  skipNext,
  skipPrevious,
  stepSpeed,
  toggleMute,
  togglePlay,
  toggleShuffle,
  toggleVisualizer,
  type AppThunk,
} from '@jetstream/app-core';
import { useApp, useAppDispatch } from '@jetstream/app-core/hooks';
import { useEffect, useRef } from 'react';
import { useNavigation, type Navigation } from '#navigation/navigation.tsx';
import { useLayout, type LayoutKind } from '#theme/use-layout.ts';
import { commandFor, type ShortcutCommand } from './shortcuts.ts';

const seekStepMs = 5000;
const volumeStep = 0.05;
const sequenceMs = 1000;

const thunks: Partial<Record<ShortcutCommand, () => AppThunk>> = {
  'toggle-play': togglePlay,
  'seek-back': () => seekBy(-seekStepMs),
  'seek-forward': () => seekBy(seekStepMs),
  previous: skipPrevious,
  next: skipNext,
  'toggle-mute': toggleMute,
  'toggle-shuffle': toggleShuffle,
  'cycle-repeat': cycleRepeat,
  faster: () => stepSpeed(1),
  slower: () => stepSpeed(-1),
  'toggle-visualizer': toggleVisualizer,
};

/** `seek-to-3` is three tenths into the track. */
function seekToTenth(command: ShortcutCommand): AppThunk | undefined {
  return command.startsWith('seek-to-') ? seekToShare(Number(command.slice(-1)) / 10) : undefined;
}

/** Typing belongs to the field; a control that knows the key has taken it before it came here. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])')
  );
}

/** Space presses the focused control; arrows belong to whatever walks by them. */
function isForControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (key === ' ')
    return (
      target.closest('button, a, [role="button"], [role="switch"], [role="checkbox"], [role="tab"], summary') !== null
    );
  return (
    key.startsWith('Arrow') &&
    target.closest(
      '[role="slider"], [role="tablist"], [role="separator"], [role="menu"], [role="grid"][data-virtual="grid"]',
    ) !== null
  );
}

function go(command: ShortcutCommand, navigation: Navigation, layout: LayoutKind): AppThunk | undefined {
  const isFull = navigation.route.screen === 'now-playing';
  const openPanel = (panel: 'queue' | 'lyrics'): AppThunk | undefined => {
    const isOpen = navigation.route.screen === 'now-playing' && navigation.route.panel === panel;
    if (isFull) navigation.replace(isOpen ? { screen: 'now-playing' } : { screen: 'now-playing', panel });
    else if (layout !== 'desktop') navigation.navigate({ screen: 'now-playing', panel });
    else
      return (dispatch, getState) =>
        void dispatch(setRightPanel(selectRightPanel(getState()) === panel ? 'none' : panel));
    return undefined;
  };
  switch (command) {
    case 'toggle-lyrics':
      return openPanel('lyrics');
    case 'toggle-queue':
      return openPanel('queue');
    case 'toggle-full-player':
      if (!isFull) navigation.navigate({ screen: 'now-playing' });
      else if (navigation.canGoBack) navigation.back();
      else navigation.replace({ screen: 'home' });
      return undefined;
    case 'search':
    case 'go-search':
      navigation.navigate({ screen: 'search' });
      return undefined;
    case 'go-home':
      navigation.navigate({ screen: 'home' });
      return undefined;
    case 'go-library':
      navigation.navigate({ screen: 'library', segment: 'albums' });
      return undefined;
    default:
      return undefined;
  }
}

/** Keys for everything frequent, wherever the focus is, except while typing and under an open dialog. */
export function useShortcuts({ hasSingleKeys, onHelp }: { hasSingleKeys: boolean; onHelp: () => void }): void {
  const dispatch = useAppDispatch();
  const { store } = useApp();
  const navigation = useNavigation();
  const layout = useLayout();
  const latest = useRef({ navigation, layout, onHelp });
  useEffect(() => {
    latest.current = { navigation, layout, onHelp };
  });
  useEffect(() => {
    let lastG = -Infinity;
    const run = (command: ShortcutCommand) => {
      const { navigation: at, layout: kind, onHelp: help } = latest.current;
      const thunk = thunks[command]?.() ?? seekToTenth(command) ?? go(command, at, kind);
      if (thunk) dispatch(thunk);
      if (command === 'help') help();
      if (command === 'volume-up' || command === 'volume-down')
        dispatch(setVolume(selectVolume(store.getState()) + (command === 'volume-up' ? volumeStep : -volumeStep)));
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
      const { navigation: at } = latest.current;
      if (event.key === 'Escape' && at.route.screen === 'now-playing') return run('toggle-full-player');
      if (isTyping(event.target) && !(event.ctrlKey || event.metaKey)) return;
      if (isForControl(event.target, event.key)) return;
      const isAfterG = event.timeStamp - lastG < sequenceMs;
      const command = commandFor(event, isAfterG, hasSingleKeys);
      lastG = event.key.toLowerCase() === 'g' && !event.ctrlKey && !event.metaKey ? event.timeStamp : -Infinity;
      if (!command) return;
      event.preventDefault();
      run(command);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [dispatch, hasSingleKeys, store]);
}

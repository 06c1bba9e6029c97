import { flushSync } from 'react-dom';
import { startTransition, useEffect, useMemo, useState } from 'react';
import type { AppRoute } from '@jetstream/app-ui/navigation/app-route.ts';
import type { Navigation } from '@jetstream/app-ui/navigation/navigation.tsx';
import { pathOf, routeOf } from './routes.ts';

interface Entry {
  route: AppRoute;
  key: string;
  /** How many entries of ours lie behind this one. */
  depth: number;
}

/** What the History API keeps with an entry; it survives a reload of the page. */
interface EntryState {
  key: string;
  depth: number;
}

const isEntryState = (state: unknown): state is EntryState =>
  typeof state === 'object' && state !== null && 'key' in state && 'depth' in state;

function readEntry(createId: () => string): Entry {
  const state: unknown = history.state;
  const known = isEntryState(state) ? state : { key: createId(), depth: 0 };
  if (known !== state) history.replaceState(known, '');
  return { ...known, route: routeOf(location.pathname + location.search) };
}

/** To and from the full player the cover grows and shrinks, unless the reader asked for less motion. */
function showEntry(next: Entry, setEntry: (change: (before: Entry) => Entry) => void): void {
  const update = () => startTransition(() => setEntry(() => next));
  const isFull = next.route.screen === 'now-playing';
  const wasFull = document.querySelector('[data-full-player]') !== null;
  const isStill =
    document.documentElement.dataset['motion'] === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (isFull === wasFull || isStill || !('startViewTransition' in document)) return update();
  const { ready } = document.startViewTransition(() => flushSync(() => setEntry(() => next)));
  // A machine that is busy, or a second change at once, leaves the growing out: the screen is there all the same.
  ready.catch(() => undefined);
}

/**
 * The app's navigation on the History API. The address changes at once; the screen follows as a transition, so that the old
 * one stays until the code of the new one has come.
 */
export function useBrowserNavigation(createId: () => string, appName: string): Navigation {
  const [entry, setEntry] = useState(() => readEntry(createId));
  const [titles] = useState(() => new Map<string, string>());
  useEffect(() => {
    const follow = () => {
      const next = readEntry(createId);
      showEntry(next, setEntry);
    };
    history.scrollRestoration = 'manual';
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, [createId]);
  useEffect(() => {
    const known = titles.get(entry.key);
    if (known) document.title = known;
  }, [entry, titles]);
  return useMemo(() => {
    const show = (next: Entry) => showEntry(next, setEntry);
    return {
      route: entry.route,
      entryKey: entry.key,
      canGoBack: entry.depth > 0,
      hrefOf: pathOf,
      back: () => history.back(),
      navigate: (route) => {
        const state = { key: createId(), depth: entry.depth + 1 };
        // Pressing the link of the page that is open starts it anew, without piling up entries.
        if (pathOf(route) === pathOf(entry.route)) return;
        history.pushState(state, '', pathOf(route));
        show({ ...state, route });
      },
      replace: (route) => {
        history.replaceState({ key: entry.key, depth: entry.depth }, '', pathOf(route));
        show({ ...entry, route });
      },
      setTitle: (title) => {
        const full = title === appName ? title : `${title} · ${appName}`;
        titles.set(entry.key, full);
        document.title = full;
      },
    };
  }, [appName, createId, entry, titles]);
}

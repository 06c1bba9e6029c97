import { useLayoutEffect, type RefObject } from 'react';
import { useNavigation } from './navigation.tsx';

/** How long a page that comes back may take to grow to its old height before its place is given up. */
const patienceMs = 1500;
const remembered = new Map<string, number>();

/** Each entry of the history keeps its scroll position: back returns to it, new entries start at the top. */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>): void {
  const { entryKey, route } = useNavigation();
  const isCovered = route.screen === 'now-playing';
  // A layout effect: its cleanup runs before the page that leaves shrinks and scrolls to the top.
  useLayoutEffect(() => {
    const element = scroller.current;
    // The full player lies over a page that stays where it was.
    if (!element || isCovered) return;
    const wanted = remembered.get(entryKey) ?? 0;
    element.scrollTo(0, wanted);
    let isRestoring = Math.abs(element.scrollTop - wanted) > 1;
    const stopRestoring = () => {
      isRestoring = false;
      observer.disconnect();
    };
    const observer = new ResizeObserver(() => {
      if (!isRestoring) return;
      element.scrollTo(0, wanted);
      if (Math.abs(element.scrollTop - wanted) <= 1) stopRestoring();
    });
    for (const child of isRestoring ? element.children : []) observer.observe(child);
    const timer = setTimeout(stopRestoring, patienceMs);
    const remember = () => {
      if (!isRestoring) remembered.set(entryKey, element.scrollTop);
    };
    element.addEventListener('scroll', remember, { passive: true });
    element.addEventListener('wheel', stopRestoring, { passive: true });
    element.addEventListener('touchmove', stopRestoring, { passive: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      element.removeEventListener('scroll', remember);
      element.removeEventListener('wheel', stopRestoring);
      element.removeEventListener('touchmove', stopRestoring);
    };
  }, [scroller, entryKey, isCovered]);
}

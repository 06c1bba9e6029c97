import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import { useAppearance } from '#theme/theme.tsx';

const edgePx = 4;
/** Part of the visible width that a press of a button moves, so that one item stays in sight. */
const pageShare = 0.85;

/** Whether a strip can scroll further either way, and scrolling it by pages. */
export function useShelfScroll(strip: RefObject<HTMLElement | null>) {
  const { isReducedMotion } = useAppearance();
  const [edges, setEdges] = useState({ isAtStart: true, isAtEnd: true });
  const measure = (element: HTMLElement) => {
    const position = Math.abs(element.scrollLeft);
    const isAtStart = position < edgePx;
    const isAtEnd = position + element.clientWidth >= element.scrollWidth - edgePx;
    setEdges((before) =>
      before.isAtStart === isAtStart && before.isAtEnd === isAtEnd ? before : { isAtStart, isAtEnd },
    );
  };
  const measureLatest = useEffectEvent(measure);
  useEffect(() => {
    const element = strip.current;
    if (!element) return;
    const observer = new ResizeObserver(() => measureLatest(element));
    observer.observe(element);
    return () => observer.disconnect();
  }, [strip]);
  const scrollPages = (pages: number) => {
    const element = strip.current;
    if (!element) return;
    const sign = getComputedStyle(element).direction === 'rtl' ? -1 : 1;
    const left = sign * pages * element.clientWidth * pageShare;
    element.scrollBy({ left, behavior: isReducedMotion ? 'instant' : 'smooth' });
  };
  return { edges, measure, scrollPages };
}

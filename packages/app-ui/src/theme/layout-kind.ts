import { breakpoint } from './tokens.ts';

export type LayoutKind = 'phone' | 'tablet' | 'desktop';

export function layoutOf(width: number): LayoutKind {
  if (width < breakpoint.tablet) return 'phone';
  return width < breakpoint.desktop ? 'tablet' : 'desktop';
}

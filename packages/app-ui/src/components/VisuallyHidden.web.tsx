import type { ReactNode } from 'react';

/** For screen readers only. */
export function VisuallyHidden({ children, isLive = false }: { children: ReactNode; isLive?: boolean }) {
  return (
    <span aria-live={isLive ? 'polite' : undefined} data-visually-hidden="">
      {children}
    </span>
  );
}

import { useSyncExternalStore } from 'react';

export interface SystemPreferences {
  scheme: 'light' | 'dark';
  isReducedMotion: boolean;
  textScale: number;
}

function media(query: string): MediaQueryList | undefined {
  return typeof matchMedia === 'function' ? matchMedia(query) : undefined;
}

function read(): SystemPreferences {
  const rootSize = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return {
    scheme: media('(prefers-color-scheme: dark)')?.matches ? 'dark' : 'light',
    isReducedMotion: media('(prefers-reduced-motion: reduce)')?.matches ?? false,
    textScale: Number.isFinite(rootSize) && rootSize > 0 ? rootSize / 16 : 1,
  };
}

let current: SystemPreferences | undefined;

/** The same object until something changed, as useSyncExternalStore asks. */
function snapshot(): SystemPreferences {
  const next = read();
  const isSame =
    current?.scheme === next.scheme &&
    current.isReducedMotion === next.isReducedMotion &&
    current.textScale === next.textScale;
  if (!isSame || !current) current = next;
  return current;
}

function subscribe(notify: () => void): () => void {
  const queries = [media('(prefers-color-scheme: dark)'), media('(prefers-reduced-motion: reduce)')];
  for (const query of queries) query?.addEventListener('change', notify);
  addEventListener('resize', notify);
  return () => {
    for (const query of queries) query?.removeEventListener('change', notify);
    removeEventListener('resize', notify);
  };
}

export const useSystemPreferences = (): SystemPreferences => useSyncExternalStore(subscribe, snapshot);

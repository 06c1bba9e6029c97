import { useLayoutEffect } from 'react';
import { palettes } from '@jetstream/app-ui/theme/palette.ts';
import type { ThemeChoice } from '@jetstream/app-ui/theme/theme.tsx';

/** Puts the choice where the style sheet looks for it, and the canvas into the browser's own bars. */
export function useDocumentTheme(choice: ThemeChoice, isReducedMotion: boolean): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    if (choice === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = choice;
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const system = meta.media.includes('dark') ? 'dark' : 'light';
      meta.content = palettes[choice === 'system' ? system : choice].canvas;
    }
  }, [choice]);
  useLayoutEffect(() => {
    if (isReducedMotion) document.documentElement.dataset['motion'] = 'reduced';
    else delete document.documentElement.dataset['motion'];
  }, [isReducedMotion]);
}

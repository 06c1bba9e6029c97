import type { CSSProperties, ReactNode } from 'react';

export interface AccentScopeProps {
  accent: { light: string; dark: string } | null | undefined;
  children: ReactNode;
}

/** Inside, the accent is the artwork's: buttons, progress and stars take the colour of the cover. */
export function AccentScope({ accent, children }: AccentScopeProps) {
  const style = accent
    ? ({ display: 'contents', '--artwork-light': accent.light, '--artwork-dark': accent.dark } as CSSProperties)
    : { display: 'contents' };
  return (
    <div data-artwork={accent ? '' : undefined} style={style}>
      {children}
    </div>
  );
}

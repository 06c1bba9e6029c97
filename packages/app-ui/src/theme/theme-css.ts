import { onArtwork, palettes, type ColorRole, type Scheme } from './palette.ts';

const cssName = (role: string) => `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The style value for a role on the web: switching the scheme repaints without rendering anything again. */
export const cssVariable = (role: ColorRole): string => `var(${cssName(role)})`;

function declarations(scheme: Scheme): string {
  const roles = Object.entries(palettes[scheme]).map(([role, value]) => `${cssName(role)}:${value}`);
  return [...roles, `--on-artwork:${onArtwork[scheme]}`, `color-scheme:${scheme === 'light' ? 'light' : 'dark'}`].join(
    ';',
  );
}

/** `data-artwork` is put by AccentScope on whatever shows music. */
function artwork(scheme: Scheme): string {
  return `--accent:var(--artwork-${scheme === 'light' ? 'light' : 'dark'});--on-accent:var(--on-artwork);--focus:var(--accent)`;
}

function rules(selector: string, scheme: Scheme): string {
  return `${selector}{${declarations(scheme)}}${selector} [data-artwork]{${artwork(scheme)}}`;
}

/** The colours of every scheme as a style sheet: the system's by media query, the chosen one by `data-theme` on the root. */
export function themeCss(): string {
  const chosen = (['light', 'dark', 'black'] as const).map((scheme) => rules(`:root[data-theme="${scheme}"]`, scheme));
  return [
    rules(':root:not([data-theme])', 'light'),
    `@media (prefers-color-scheme:dark){${rules(':root:not([data-theme])', 'dark')}}`,
    ...chosen,
  ].join('\n');
}

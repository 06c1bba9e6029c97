import type { LayoutKind } from './layout-kind.ts';
import { useAppearance } from './theme.tsx';

export type { LayoutKind } from './layout-kind.ts';

/** Watched once for the whole app: rows ask it by the hundred. */
export const useLayout = (): LayoutKind => useAppearance().layout;

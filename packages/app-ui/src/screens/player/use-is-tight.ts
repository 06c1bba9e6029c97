import { useAppearance } from '#theme/theme.tsx';
import { useLayout } from '#theme/use-layout.ts';

/** Scaled with large text, a row of five buttons would be wider than a phone. */
export function useIsTight(): boolean {
  const { textScale } = useAppearance();
  return useLayout() === 'phone' && textScale >= 1.4;
}

/** Of the buttons for lyrics, queue and sound in the full player. */
export const useToolSize = () =>
  useIsTight() ? ({ size: 32, iconSize: 18 } as const) : ({ size: 40, iconSize: 22 } as const);

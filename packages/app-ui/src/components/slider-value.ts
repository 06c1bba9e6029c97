export interface SliderRange {
  min: number;
  max: number;
  step: number;
  /** For Page Up and Page Down; ten steps otherwise. */
  pageStep?: number;
}

export function clampTo({ min, max }: Pick<SliderRange, 'min' | 'max'>, value: number): number {
  return Math.min(max, Math.max(min, value));
}

/** The value a key leads to, or undefined when the key is not for sliders. */
export function valueAfterKey(key: string, value: number, range: SliderRange, isRtl = false): number | undefined {
  const page = range.pageStep ?? range.step * 10;
  const steps: Record<string, number> = {
    ArrowRight: isRtl ? -range.step : range.step,
    ArrowLeft: isRtl ? range.step : -range.step,
    ArrowUp: range.step,
    ArrowDown: -range.step,
    PageUp: page,
    PageDown: -page,
  };
  if (key === 'Home') return range.min;
  if (key === 'End') return range.max;
  const change = steps[key];
  return change === undefined ? undefined : clampTo(range, value + change);
}

/** The value under a pointer at `x` of a track that starts at `left`. */
export function valueAtPointer(
  x: number,
  track: { left: number; width: number },
  range: SliderRange,
  isRtl = false,
): number {
  const along = track.width > 0 ? (x - track.left) / track.width : 0;
  const share = Math.min(1, Math.max(0, isRtl ? 1 - along : along));
  return clampTo(range, range.min + share * (range.max - range.min));
}

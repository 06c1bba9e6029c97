/** Of a drawing that is `WAVEFORM_HEIGHT` high and `WAVEFORM_STEP` wide for each bar. */
export const WAVEFORM_HEIGHT = 100;
export const WAVEFORM_STEP = 4;

/** As high as it is wide, so that silence is a row of points. */
const LOWEST = 2;

/**
 * The bars of a waveform as the `d` of an SVG path, symmetric about the middle. `levels` are 8-bit and may be more than bars: a bar
 * is as high as the mean of its own, so that a song of even loudness does not become a block; the highest fills the drawing.
 * Without levels it is a flat row of points.
 */
export function waveformPath(levels: ArrayLike<number> | null, bars: number): string {
  const heights = Array.from({ length: bars }, (_, bar) => meanOf(levels, bar, bars));
  const highest = Math.max(1, ...heights);
  return heights
    .map((height, bar) => {
      const half = Math.max(LOWEST, ((height / highest) ** 1.5 * WAVEFORM_HEIGHT) / 2 - 2);
      const x = (bar + 0.5) * WAVEFORM_STEP;
      return `M${x} ${(WAVEFORM_HEIGHT / 2 - half).toFixed(1)}V${(WAVEFORM_HEIGHT / 2 + half).toFixed(1)}`;
    })
    .join('');
}

function meanOf(levels: ArrayLike<number> | null, bar: number, bars: number): number {
  if (levels === null || levels.length === 0) return 0;
  const from = Math.floor((bar * levels.length) / bars);
  const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / bars));
  let sum = 0;
  for (let at = from; at < to; at++) sum += levels[at] ?? 0;
  return sum / (to - from);
}

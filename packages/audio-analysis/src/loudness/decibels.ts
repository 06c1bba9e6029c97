/** Digital silence is null rather than minus infinity, which JSON cannot carry. */
export const toDecibels = (amplitude: number): number | null => (amplitude > 0 ? 20 * Math.log10(amplitude) : null);

/** ITU-R BS.1770-5, annex 1: -0.691 makes up for the gain of the K-weighting at 1 kHz. */
const OFFSET_LU = -0.691;

export const toLufs = (power: number): number => OFFSET_LU + 10 * Math.log10(power);
export const toPower = (lufs: number): number => 10 ** ((lufs - OFFSET_LU) / 10);

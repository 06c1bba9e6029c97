import type { CoverId } from './ids.ts';

export type ImageFormat = 'webp' | 'avif' | 'jpeg';

/** A picture at one size in one format. */
export interface Rendition {
  coverId: CoverId;
  sizePx: number;
  format: ImageFormat;
}

/** Few steps, so that screens of different densities share what was rendered. */
export const RENDITION_SIZES_PX = [64, 96, 160, 320, 480, 640, 960, 1600] as const;

/** The smallest step that is not below the wish. */
export const snapSize = (wishedPx: number): number =>
  RENDITION_SIZES_PX.find((sizePx) => sizePx >= wishedPx) ?? RENDITION_SIZES_PX[RENDITION_SIZES_PX.length - 1] ?? 1600;

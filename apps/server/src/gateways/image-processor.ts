import type { ImageFormat } from '#models/rendition.ts';

/** What analysing a picture needs of it. */
export interface ImageSample {
  /** As it is shown, after its orientation is applied. */
  width: number;
  height: number;
  /** A small copy, 3 bytes (sRGB) a pixel, without transparent pixels. */
  pixels: Uint8Array;
  /** A tiny WebP to show, blurred, until the picture has come. */
  placeholder: Uint8Array;
}

/** Decodes and scales JPEG, PNG, WebP, GIF, AVIF and TIFF. Vector graphics are refused: they can hold scripts and links. */
export interface ImageProcessor {
  /** Scaled to fit a square of `sizePx`, never enlarged. @throws DomainError unsupported with the reason. */
  resize(bytes: Uint8Array, sizePx: number, format: ImageFormat): Promise<Uint8Array>;
  /** @throws DomainError unsupported with the reason. */
  sample(bytes: Uint8Array): Promise<ImageSample>;
}

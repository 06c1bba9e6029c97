import type { default as sharpModule, Sharp } from 'sharp';
import { DomainError } from '#models/errors.ts';
import type { ImageFormat } from '#models/rendition.ts';
import type { ImageProcessor, ImageSample } from './image-processor.ts';

type SharpModule = typeof sharpModule;

/** About 64 megapixels: the largest scan of a booklet passes, a decompression bomb does not. */
const LARGEST_PIXELS = 64_000_000;
const SAMPLE_PX = 64;
const PLACEHOLDER_PX = 16;

/** By the bytes, not by what a file calls itself. What libvips could open besides is not wanted (SVG, PDF). */
const SIGNATURES: readonly (readonly [offset: number, signature: Buffer])[] = [
  [0, Buffer.from('ffd8ff', 'hex')],
  [0, Buffer.from('89504e470d0a1a0a', 'hex')],
  [0, Buffer.from('GIF8')],
  [8, Buffer.from('WEBP')],
  [4, Buffer.from('ftypavif')],
  [4, Buffer.from('ftypavis')],
  [4, Buffer.from('ftypmif1')],
  [0, Buffer.from('II*\0')],
  [0, Buffer.from('MM\0*')],
];

/** libvips, loaded with the first picture: it costs start-up time and memory that a quiet server saves. */
export class SharpImageProcessor implements ImageProcessor {
  #sharp: Promise<SharpModule> | undefined;

  async resize(bytes: Uint8Array, sizePx: number, format: ImageFormat): Promise<Uint8Array> {
    const image = await this.#open(bytes);
    const scaled = image.resize({ width: sizePx, height: sizePx, fit: 'inside', withoutEnlargement: true });
    return decode(() => encode(scaled, format).toBuffer());
  }

  async sample(bytes: Uint8Array): Promise<ImageSample> {
    const image = await this.#open(bytes);
    return decode(async () => {
      const { autoOrient } = await image.metadata();
      const small = image.resize({ width: SAMPLE_PX, height: SAMPLE_PX, fit: 'inside', withoutEnlargement: true });
      const raw = await small.clone().ensureAlpha().toColourspace('srgb').raw().toBuffer();
      const tiny = small.clone().resize({ width: PLACEHOLDER_PX, height: PLACEHOLDER_PX, fit: 'inside' });
      const placeholder = await tiny.flatten({ background: '#808080' }).webp({ quality: 30, effort: 4 }).toBuffer();
      return { width: autoOrient.width, height: autoOrient.height, pixels: toOpaquePixels(raw), placeholder };
    });
  }

  async #open(bytes: Uint8Array): Promise<Sharp> {
    const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const hasSignature = SIGNATURES.some(([offset, signature]) =>
      start.subarray(offset, offset + signature.length).equals(signature),
    );
    if (!hasSignature) throw new DomainError('unsupported', 'This kind of picture is not supported.');
    this.#sharp ??= load();
    const sharp = await this.#sharp;
    // Warnings are common in the wild and harmless; a picture that is cut off is not.
    return sharp(bytes, { limitInputPixels: LARGEST_PIXELS, failOn: 'error', autoOrient: true });
  }
}

async function load(): Promise<SharpModule> {
  const { default: sharp } = await import('sharp');
  // One thread a picture: how many run at once is decided by the caller.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

async function decode<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new DomainError('unsupported', 'The picture is damaged.', { cause });
  }
}

/** AVIF at effort 2 costs twice a WebP; at the encoder's default of 4 it costs twenty. */
function encode(image: Sharp, format: ImageFormat): Sharp {
  if (format === 'webp') return image.webp({ quality: 80, effort: 2 });
  if (format === 'avif') return image.avif({ quality: 55, effort: 2 });
  return image.flatten({ background: '#ffffff' }).jpeg({ quality: 82, progressive: true });
}

function toOpaquePixels(rgba: Uint8Array): Uint8Array {
  const pixels = new Uint8Array((rgba.length / 4) * 3);
  let length = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    if ((rgba[at + 3] ?? 0) < 128) continue;
    pixels.set(rgba.subarray(at, at + 3), length);
    length += 3;
  }
  return pixels.subarray(0, length);
}

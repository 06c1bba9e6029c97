import type { ImageFormat } from '#models/rendition.ts';

/**
 * Between equals WebP wins: at the sizes of covers AVIF saves no more than a tenth of the bytes, while encoding it takes
 * 1.5 to 20 times as long (bench/encode-covers.ts). Who asks for AVIF above WebP, or for it alone, gets it.
 */
const BY_PREFERENCE: readonly ImageFormat[] = ['webp', 'avif', 'jpeg'];

/**
 * The format for an `Accept` header (RFC 9110, section 12.5.1). A wildcard stands for JPEG alone, which everyone can show:
 * clients that send only that may know no newer format. Nothing acceptable gets JPEG too, as section 12.4.1 allows.
 */
export function chooseImageFormat(accept: string | undefined): ImageFormat {
  const qualities = parseAccept(accept ?? '*/*');
  let [best, bestQuality]: [ImageFormat, number] = ['jpeg', 0];
  for (const format of BY_PREFERENCE) {
    const wildcard = format === 'jpeg' ? (qualities.get('image/*') ?? qualities.get('*/*')) : undefined;
    const quality = qualities.get(`image/${format}`) ?? wildcard ?? 0;
    if (quality > bestQuality) [best, bestQuality] = [format, quality];
  }
  return best;
}

function parseAccept(accept: string): Map<string, number> {
  const qualities = new Map<string, number>();
  for (const item of accept.split(',').slice(0, 32)) {
    const [type = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const quality = weight === undefined ? 1 : Number(weight);
    qualities.set(type, quality >= 0 && quality <= 1 ? quality : 0);
  }
  return qualities;
}

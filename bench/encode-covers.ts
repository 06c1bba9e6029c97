import sharp, { type Sharp } from 'sharp';
import { spreadOf } from './measure.ts';

/** What a cover costs in each format: time to make it at the sizes of the app, and bytes. The choice in `SharpImageProcessor` rests on it. */
const SIZES_PX = [160, 320, 640];
const RUNS = 5;
const encoders: readonly (readonly [name: string, encode: (image: Sharp) => Sharp])[] = [
  ['WebP effort 2', (image) => image.webp({ quality: 80, effort: 2 })],
  ['WebP effort 4', (image) => image.webp({ quality: 80, effort: 4 })],
  ['AVIF effort 2', (image) => image.avif({ quality: 55, effort: 2 })],
  ['AVIF effort 4', (image) => image.avif({ quality: 55, effort: 4 })],
  ['JPEG', (image) => image.jpeg({ quality: 82, progressive: true })],
];

sharp.concurrency(1);
sharp.cache(false);
const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
const create = { width: 1400, height: 1400, channels: 3, background: '#5a3c78', noise } as const;
const source = await sharp({ create }).blur(4).jpeg({ quality: 92 }).toBuffer();

for (const sizePx of SIZES_PX)
  for (const [name, encode] of encoders) {
    const samples: number[] = [];
    let bytes = 0;
    for (let run = 0; run < RUNS; run++) {
      const startedAt = performance.now();
      const scaled = sharp(source).resize({ width: sizePx, height: sizePx, fit: 'inside' });
      bytes = (await encode(scaled).toBuffer()).length;
      samples.push(performance.now() - startedAt);
    }
    console.log(`${sizePx} px, ${name}: ${spreadOf(samples).p50.toFixed(1)} ms, ${(bytes / 1024).toFixed(1)} KB`);
  }

import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { DomainError } from '#models/errors.ts';
import { SharpImageProcessor } from './sharp-image-processor.ts';

const processor = new SharpImageProcessor();
const picture = (width: number, height: number, background = '#3060c0') =>
  sharp({ create: { width, height, channels: 3, background } });
const isUnsupported = (error: unknown) => error instanceof DomainError && error.code === 'unsupported';

for (const format of ['webp', 'avif', 'jpeg'] as const)
  test(`a picture is scaled to fit, in ${format}, and keeps its proportions`, async () => {
    const bytes = await processor.resize(await picture(400, 200).jpeg().toBuffer(), 100, format);
    const { width, height, format: made, compression } = await sharp(bytes).metadata();
    assert.deepEqual([width, height], [100, 50]);
    assert.equal(made === 'heif' ? compression : made, format === 'avif' ? 'av1' : format);
  });

test('a small picture is not enlarged', async () => {
  const { width } = await sharp(await processor.resize(await picture(40, 40).png().toBuffer(), 160, 'webp')).metadata();
  assert.equal(width, 40);
});

test('a photograph taken sideways is shown upright', async () => {
  const sideways = await picture(400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { width, height } = await sharp(await processor.resize(sideways, 100, 'jpeg')).metadata();
  assert.deepEqual([width, height], [50, 100]);
  const sample = await processor.sample(sideways);
  assert.deepEqual([sample.width, sample.height], [200, 400]);
});

test('JPEG, which has no transparency, shows white behind it', async () => {
  const clear = await sharp({ create: { width: 20, height: 20, channels: 4, background: '#00000000' } })
    .png()
    .toBuffer();
  const { data } = await sharp(await processor.resize(clear, 64, 'jpeg'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.ok((data[0] ?? 0) > 250);
});

test('a sample has the size, a small placeholder, and only pixels that can be seen', async () => {
  const half = await sharp({ create: { width: 300, height: 300, channels: 4, background: '#00000000' } })
    .composite([{ input: await picture(150, 300, '#ff0000').png().toBuffer(), left: 0, top: 0 }])
    .png()
    .toBuffer();
  const sample = await processor.sample(half);
  assert.deepEqual([sample.width, sample.height], [300, 300]);
  const pixels = sample.pixels.length / 3;
  assert.ok(pixels > 1900 && pixels < 2200, String(pixels));
  assert.ok(sample.pixels[0] === 255 && sample.pixels[1] === 0);
  assert.ok(sample.placeholder.length < 300, String(sample.placeholder.length));
});

test('grey and CMYK pictures give colours of three parts', async () => {
  const grey = await picture(64, 64, '#808080').greyscale().png().toBuffer();
  assert.equal((await processor.sample(grey)).pixels.length, 64 * 64 * 3);
  const cmyk = await picture(64, 64).toColourspace('cmyk').jpeg().toBuffer();
  assert.equal((await processor.sample(cmyk)).pixels.length, 64 * 64 * 3);
});

test('damaged pictures, vector graphics, bombs and nothing at all are refused', async () => {
  const whole = await picture(300, 300).jpeg().toBuffer();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>');
  for (const bytes of [whole.subarray(0, 400), svg, Buffer.from('text'), new Uint8Array(0)]) {
    await assert.rejects(processor.resize(bytes, 64, 'webp'), isUnsupported);
    await assert.rejects(processor.sample(bytes), isUnsupported);
  }
  const bomb = await picture(20_000, 8_000).png({ compressionLevel: 9 }).toBuffer();
  await assert.rejects(processor.resize(bomb, 64, 'webp'), isUnsupported);
});

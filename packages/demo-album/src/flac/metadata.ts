import { createBitWriter, type BitWriter } from './bit-writer.ts';
import { BLOCK_SIZE } from './frame.ts';

/** A picture to embed as the front cover. */
export type FlacPicture = {
  readonly mimeType: string;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};

/** What the stream turned out to be, for the blocks that describe it. */
export type StreamFacts = {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly totalSamples: number;
  readonly md5: Uint8Array;
  readonly frameSizes: readonly number[];
};

const blockTypes = { streamInfo: 0, seekTable: 3, vorbisComment: 4, picture: 6 } as const;
const VENDOR = 'JetStream demo album';
const SEEK_EVERY_SEC = 10;
const FRONT_COVER = 3;

/** The `fLaC` marker and all metadata blocks (RFC 9639, section 8). */
export function writeMetadata(
  facts: StreamFacts,
  tags: readonly (readonly [name: string, value: string])[],
  picture?: FlacPicture,
): Uint8Array {
  const blocks: (readonly [type: number, body: Uint8Array])[] = [
    [blockTypes.streamInfo, toStreamInfo(facts)],
    [blockTypes.seekTable, toSeekTable(facts)],
    [blockTypes.vorbisComment, toVorbisComment(tags)],
  ];
  if (picture !== undefined) blocks.push([blockTypes.picture, toPicture(picture)]);
  const writer = createBitWriter();
  writer.writeBytes(encodeText('fLaC'));
  blocks.forEach(([type, body], index) => {
    writer.write(index === blocks.length - 1 ? 1 : 0, 1);
    writer.write(type, 7);
    writer.write(body.length, 24);
    writer.writeBytes(body);
  });
  return writer.view().slice();
}

function toStreamInfo({ sampleRate, channelCount, totalSamples, md5, frameSizes }: StreamFacts): Uint8Array {
  const writer = createBitWriter(64);
  writer.write(BLOCK_SIZE, 16);
  writer.write(BLOCK_SIZE, 16);
  writer.write(frameSizes.reduce((least, size) => Math.min(least, size), Infinity) & 0xffffff, 24);
  writer.write(
    frameSizes.reduce((most, size) => Math.max(most, size), 0),
    24,
  );
  writer.write(sampleRate, 20);
  writer.write(channelCount - 1, 3);
  writer.write(16 - 1, 5);
  writer.write(Math.floor(totalSamples / 2 ** 32), 4);
  writer.write(totalSamples >>> 0, 32);
  writer.writeBytes(md5);
  return writer.view().slice();
}

function toSeekTable({ sampleRate, totalSamples, frameSizes }: StreamFacts): Uint8Array {
  const writer = createBitWriter(512);
  let offset = 0;
  let nextSample = 0;
  frameSizes.forEach((size, frame) => {
    const sample = frame * BLOCK_SIZE;
    if (sample >= nextSample) {
      writeWide(writer, sample);
      writeWide(writer, offset);
      writer.write(Math.min(BLOCK_SIZE, totalSamples - sample), 16);
      nextSample += SEEK_EVERY_SEC * sampleRate;
    }
    offset += size;
  });
  return writer.view().slice();
}

function toVorbisComment(tags: readonly (readonly [string, string])[]): Uint8Array {
  const writer = createBitWriter(1024);
  const writeField = (text: string) => {
    const bytes = encodeText(text);
    // Vorbis counts in little-endian, alone among the blocks.
    for (let shift = 0; shift < 32; shift += 8) writer.write((bytes.length >>> shift) & 0xff, 8);
    writer.writeBytes(bytes);
  };
  writeField(VENDOR);
  for (let shift = 0; shift < 32; shift += 8) writer.write((tags.length >>> shift) & 0xff, 8);
  for (const [name, value] of tags) {
    if (!/^[\x20-\x3c\x3e-\x7d]+$/.test(name)) throw new RangeError(`Not a Vorbis comment name: ${name}`);
    writeField(`${name}=${value}`);
  }
  return writer.view().slice();
}

function toPicture({ mimeType, width, height, data }: FlacPicture): Uint8Array {
  const writer = createBitWriter(data.length + 64);
  const type = encodeText(mimeType);
  writer.write(FRONT_COVER, 32);
  writer.write(type.length, 32);
  writer.writeBytes(type);
  writer.write(0, 32);
  for (const value of [width, height, 24, 0, data.length]) writer.write(value, 32);
  writer.writeBytes(data);
  return writer.view().slice();
}

function writeWide(writer: BitWriter, value: number): void {
  writer.write(Math.floor(value / 2 ** 32), 32);
  writer.write(value >>> 0, 32);
}

/** UTF-8 by hand: `TextEncoder` belongs to no version of the language, only to its hosts. */
function encodeText(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.toWellFormed());
  const bytes: number[] = [];
  for (let index = 0; index < escaped.length; index += 1) {
    if (escaped[index] === '%') {
      bytes.push(Number.parseInt(escaped.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      bytes.push(escaped.charCodeAt(index));
    }
  }
  return Uint8Array.from(bytes);
}

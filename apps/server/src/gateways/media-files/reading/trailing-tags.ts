import { decodeLatin1, decodeUtf8 } from './decode-text.ts';
import type { FileView } from './file-view.ts';
import { genreOfNumber } from './id3-genres.ts';
import { TagSink } from './tag-sink.ts';

const ID3V1_BYTES = 128;
const APE_FOOTER_BYTES = 32;
const LYRICS3_FOOTER_BYTES = 15;
const LARGEST_APE_TAG = 64 * 1024 * 1024;
const MOST_APE_ITEMS = 2_000;

/** Tags behind the audio (ID3v1, APEv2, Lyrics3), and where the audio ends. APE says more than ID3v1. */
export function readTrailingTags(view: FileView, audioStart: number): { end: number; sink: TagSink } {
  const sink = new TagSink();
  const id3v1 = new TagSink();
  let end = view.size;
  const tail = view.read(Math.max(audioStart, end - ID3V1_BYTES - APE_FOOTER_BYTES), ID3V1_BYTES + APE_FOOTER_BYTES);
  if (tail.length >= ID3V1_BYTES && tail.toString('latin1', tail.length - ID3V1_BYTES, tail.length - 125) === 'TAG') {
    takeId3v1(tail.subarray(tail.length - ID3V1_BYTES), id3v1);
    end -= ID3V1_BYTES;
  }
  end -= measureLyrics3(view, end, audioStart);
  end -= takeApe(view, end, audioStart, sink);
  sink.addMissingFrom(id3v1);
  return { end: Math.max(audioStart, end), sink };
}

/** An APEv2 tag in front of the audio: its length, 0 without. */
export function measureLeadingApe(view: FileView, position: number): number {
  const header = view.read(position, APE_FOOTER_BYTES);
  if (header.length < APE_FOOTER_BYTES || header.toString('latin1', 0, 8) !== 'APETAGEX') return 0;
  return header.readUInt32LE(12) + APE_FOOTER_BYTES;
}

function takeId3v1(tag: Buffer, sink: TagSink): void {
  const text = (from: number, to: number) => decodeLatin1(tag.subarray(from, to)).replace(/\0.*$/s, '').trim();
  sink.add('title', text(3, 33));
  sink.add('artist', text(33, 63));
  sink.add('album', text(63, 93));
  sink.add('date', text(93, 97));
  const hasTrack = tag[125] === 0 && tag[126] !== 0;
  sink.add('comment', text(97, hasTrack ? 125 : 127));
  if (hasTrack) sink.add('trackNumber', String(tag[126]));
  const genre = genreOfNumber(tag[127] ?? 255);
  if (genre !== undefined) sink.add('genre', genre);
}

function measureLyrics3(view: FileView, end: number, audioStart: number): number {
  if (end - audioStart < LYRICS3_FOOTER_BYTES) return 0;
  const footer = view.read(end - LYRICS3_FOOTER_BYTES, LYRICS3_FOOTER_BYTES).toString('latin1');
  const size = /^(\d{6})LYRICS200$/.exec(footer)?.[1];
  const length = size === undefined ? 0 : Number(size) + LYRICS3_FOOTER_BYTES;
  return length <= end - audioStart ? length : 0;
}

function takeApe(view: FileView, end: number, audioStart: number, sink: TagSink): number {
  if (end - audioStart < APE_FOOTER_BYTES) return 0;
  const footer = view.read(end - APE_FOOTER_BYTES, APE_FOOTER_BYTES);
  if (footer.toString('latin1', 0, 8) !== 'APETAGEX') return 0;
  const size = footer.readUInt32LE(12);
  const hasHeader = (footer.readUInt32LE(20) & 0x80000000) !== 0;
  const length = size + (hasHeader ? APE_FOOTER_BYTES : 0);
  if (size < APE_FOOTER_BYTES || size > LARGEST_APE_TAG || length > end - audioStart) return 0;
  takeApeItems(view.read(end - size, size - APE_FOOTER_BYTES), footer.readUInt32LE(16), sink);
  return length;
}

function takeApeItems(items: Buffer, count: number, sink: TagSink): void {
  let at = 0;
  for (let item = 0; item < Math.min(count, MOST_APE_ITEMS) && at + 9 < items.length; item++) {
    const size = items.readUInt32LE(at);
    const kind = (items.readUInt32LE(at + 4) >> 1) & 3;
    const nameEnd = items.indexOf(0, at + 8);
    if (nameEnd < 0 || nameEnd + 1 + size > items.length) return;
    const name = items.toString('latin1', at + 8, nameEnd);
    const value = items.subarray(nameEnd + 1, nameEnd + 1 + size);
    if (kind === 0) for (const text of decodeUtf8(value).split('\0')) sink.addNamed(name, text);
    else if (kind === 1 && /^cover art/i.test(name)) {
      const fileNameEnd = value.indexOf(0);
      const pictureKind = /front/i.test(name) ? 3 : 0;
      if (fileNameEnd >= 0) sink.addPicture({ bytes: value.subarray(fileNameEnd + 1), kind: pictureKind });
    }
    at = nameEnd + 1 + size;
  }
}

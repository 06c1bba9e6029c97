import { inflateSync } from 'node:zlib';
import { type FileView } from './file-view.ts';
import { takeFrame } from './id3v2-frames.ts';
import { TagSink } from './tag-sink.ts';

const HEADER_BYTES = 10;
const MOST_FRAMES = 4_000;
const LARGEST_FRAME = 32 * 1024 * 1024;
/** What is longer is mostly one picture: the frames in front of it are read. */
const LARGEST_TAG = 2 * LARGEST_FRAME;

/** Where a tag ends, and what it says. */
export interface Id3v2Tag {
  end: number;
  sink: TagSink;
}

/** Bytes of the tag that starts at `position`, header and footer included; 0 when there is none. */
export function measureId3v2(view: FileView, position: number): number {
  const header = view.read(position, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') return 0;
  if ((header[3] ?? 255) === 255 || (header[4] ?? 255) === 255) return 0;
  const hasFooter = header[3] === 4 && ((header[5] ?? 0) & 0x10) !== 0;
  return HEADER_BYTES + syncsafe(header, 6) + (hasFooter ? HEADER_BYTES : 0);
}

/** Reads the tag at `position`, and those right behind it, which careless taggers leave; the first says more than later ones. */
export function readId3v2(view: FileView, position: number): Id3v2Tag {
  const sink = new TagSink();
  let end = position;
  for (let count = 0; count < 8; count++) {
    const length = measureId3v2(view, end);
    if (length === 0) break;
    const tag = new TagSink();
    takeTag(view.read(end, Math.min(length, LARGEST_TAG)), tag);
    sink.addMissingFrom(tag);
    end += length;
  }
  return { end, sink };
}

function takeTag(bytes: Buffer, sink: TagSink): void {
  const version = bytes[3] ?? 0;
  const flags = bytes[5] ?? 0;
  if (version < 2 || version > 4) return;
  const size = syncsafe(bytes, 6);
  let content = bytes.subarray(HEADER_BYTES, HEADER_BYTES + size);
  if ((flags & 0x80) !== 0 && version < 4) content = removeUnsynchronisation(content);
  const start = (flags & 0x40) !== 0 && version > 2 ? measureExtendedHeader(content, version) : 0;
  takeFrames(content.subarray(start), version, sink);
}

function measureExtendedHeader(content: Buffer, version: number): number {
  if (content.length < 4) return content.length;
  return version === 4 ? syncsafe(content, 0) : content.readUInt32BE(0) + 4;
}

function takeFrames(content: Buffer, version: number, sink: TagSink): void {
  const [idBytes, headerBytes] = version === 2 ? [3, 6] : [4, 10];
  let at = 0;
  for (let count = 0; count < MOST_FRAMES && at + headerBytes <= content.length; count++) {
    const id = content.toString('latin1', at, at + idBytes);
    if (!/^[A-Z0-9 ]+$/.test(id)) return;
    const size = frameSize(content, at, version);
    const start = at + headerBytes;
    if (start + size > content.length) return;
    const flags = version === 2 ? 0 : (content[at + 9] ?? 0);
    const body = size > LARGEST_FRAME ? null : decodeFrame(content.subarray(start, start + size), flags, version);
    if (body !== null && body.length > 0) takeFrame(id, body, sink);
    at = start + size;
  }
}

function frameSize(content: Buffer, at: number, version: number): number {
  if (version === 2) return content.readUIntBE(at + 3, 3);
  const plain = content.readUInt32BE(at + 4);
  if (version === 3 || plain < 128) return plain;
  const safe = syncsafe(content, at + 4);
  // iTunes wrote plain sizes into 2.4 tags: trust whichever leads to another frame.
  return isFrameAt(content, at + 10 + safe) || !isFrameAt(content, at + 10 + plain) ? safe : plain;
}

function isFrameAt(content: Buffer, at: number): boolean {
  if (at === content.length) return true;
  const id = content.toString('latin1', at, at + 4);
  return /^[A-Z][A-Z0-9]{3}$/.test(id) || id === '\0\0\0\0';
}

function decodeFrame(body: Buffer, flags: number, version: number): Buffer | null {
  if (version === 2) return body;
  const bit =
    version === 3 ? { deflated: 0x80, encrypted: 0x40, grouped: 0x20 } : { deflated: 8, encrypted: 4, grouped: 0x40 };
  if ((flags & bit.encrypted) !== 0) return null;
  let start = (flags & bit.grouped) !== 0 ? 1 : 0;
  if ((version === 4 && (flags & 1) !== 0) || (version === 3 && (flags & bit.deflated) !== 0)) start += 4;
  let content = body.subarray(start);
  if (version === 4 && (flags & 2) !== 0) content = removeUnsynchronisation(content);
  if ((flags & bit.deflated) === 0) return content;
  try {
    return inflateSync(content, { maxOutputLength: LARGEST_FRAME });
  } catch {
    return null;
  }
}

function removeUnsynchronisation(bytes: Buffer): Buffer {
  if (bytes.indexOf('\xff\0', 0, 'latin1') < 0) return bytes;
  const plain = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    plain[length++] = bytes[at] ?? 0;
    if (bytes[at] === 0xff && bytes[at + 1] === 0) at++;
  }
  return plain.subarray(0, length);
}

function syncsafe(bytes: Buffer, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return ((a & 0x7f) << 21) | ((b & 0x7f) << 14) | ((c & 0x7f) << 7) | (d & 0x7f);
}

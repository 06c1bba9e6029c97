import { decodeUtf8 } from './decode-text.ts';
import type { TagSink } from './tag-sink.ts';

const MOST_COMMENTS = 10_000;
const PICTURE_FIELD = 'METADATA_BLOCK_PICTURE=';
const OLD_PICTURE_FIELD = 'COVERART=';
const FRONT_COVER = 3;

/** Reads a comment header (vendor, then `NAME=value`) as in FLAC, Vorbis and Opus. A count that lies ends the reading early. */
export function takeVorbisComment(block: Buffer, sink: TagSink): void {
  if (block.length < 8) return;
  let at = 4 + block.readUInt32LE(0);
  if (at + 4 > block.length) return;
  const count = Math.min(block.readUInt32LE(at), MOST_COMMENTS);
  at += 4;
  for (let index = 0; index < count && at + 4 <= block.length; index++) {
    const length = block.readUInt32LE(at);
    at += 4;
    if (at + length > block.length) return;
    takeComment(block.subarray(at, at + length), sink);
    at += length;
  }
}

function takeComment(comment: Buffer, sink: TagSink): void {
  const head = comment.toString('latin1', 0, PICTURE_FIELD.length).toUpperCase();
  if (head === PICTURE_FIELD) {
    takePictureBlock(Buffer.from(comment.toString('latin1', PICTURE_FIELD.length), 'base64'), sink);
    return;
  }
  if (head.startsWith(OLD_PICTURE_FIELD)) {
    sink.addPicture({
      bytes: Buffer.from(comment.toString('latin1', OLD_PICTURE_FIELD.length), 'base64'),
      kind: FRONT_COVER,
    });
    return;
  }
  const split = comment.indexOf(0x3d);
  if (split > 0) sink.addNamed(comment.toString('latin1', 0, split), decodeUtf8(comment.subarray(split + 1)));
}

/** A FLAC picture block, which Vorbis comments carry in base64. */
export function takePictureBlock(block: Buffer, sink: TagSink): void {
  if (block.length < 32) return;
  const kind = block.readUInt32BE(0);
  const mimeLength = block.readUInt32BE(4);
  if (mimeLength > block.length - 32) return;
  if (block.toString('latin1', 8, 8 + mimeLength) === '-->') return;
  const descriptionAt = 8 + mimeLength;
  const dataAt = descriptionAt + 4 + block.readUInt32BE(descriptionAt) + 20;
  if (dataAt > block.length) return;
  const length = block.readUInt32BE(dataAt - 4);
  // Pictures over 16 MB overflow FLAC's block length: what is there is taken.
  sink.addPicture({ bytes: block.subarray(dataAt, dataAt + length), kind });
}

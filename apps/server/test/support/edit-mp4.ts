/** A part of the media that is heard, in seconds of the whole sound; `from` undefined is a stretch of nothing (ISO 14496-12, 8.6.6). */
export interface Edit {
  from?: number;
  seconds: number;
}

const HEAD_BYTES = 8;
const ENTRY_BYTES = 12;
const NORMAL_SPEED = 0x0001_0000;

/** An MP4 of one track whose `moov` is its last box, as ffmpeg writes it, with another list of edits than its own. */
export function editMp4(file: Buffer, edits: readonly Edit[]): Buffer {
  const movie = findBox(file, 'moov', 0, file.length);
  const [header, track] = [
    findBox(file, 'mvhd', movie.content, movie.end),
    findBox(file, 'trak', movie.content, movie.end),
  ];
  const [list, media] = [
    findBox(file, 'edts', track.content, track.end),
    findBox(file, 'mdia', track.content, track.end),
  ];
  const mediaHeader = findBox(file, 'mdhd', media.content, media.end);
  const written = findBox(file, 'elst', list.content, list.end);
  const delay = file.readInt32BE(written.content + HEAD_BYTES + 4);
  const [movieUnits, mediaUnits] = [header, mediaHeader].map(({ content }) => file.readUInt32BE(content + 12));
  const entries = edits.map(({ from, seconds }) => {
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.writeUInt32BE(Math.round(seconds * (movieUnits ?? 0)), 0);
    entry.writeInt32BE(from === undefined ? -1 : delay + Math.round(from * (mediaUnits ?? 0)), 4);
    entry.writeUInt32BE(NORMAL_SPEED, 8);
    return entry;
  });
  const count = Buffer.alloc(HEAD_BYTES);
  count.writeUInt32BE(edits.length, 4);
  const edts = box('edts', box('elst', count, ...entries));
  const trak = box('trak', file.subarray(track.content, list.start), edts, file.subarray(list.end, track.end));
  const moov = box('moov', file.subarray(movie.content, track.start), trak, file.subarray(track.end, movie.end));
  return Buffer.concat([file.subarray(0, movie.start), moov]);
}

function findBox(file: Buffer, type: string, from: number, to: number) {
  for (let start = from; start < to; start += file.readUInt32BE(start)) {
    const end = start + file.readUInt32BE(start);
    if (file.toString('latin1', start + 4, start + HEAD_BYTES) === type) {
      return { start, content: start + HEAD_BYTES, end };
    }
  }
  throw new Error(`There is no box ${type}.`);
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(HEAD_BYTES + parts.reduce((sum, { length }) => sum + length, 0), 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...parts]);
}

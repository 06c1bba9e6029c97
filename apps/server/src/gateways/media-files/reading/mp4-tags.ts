import type { TagField } from '#models/audio-reading.ts';
import { decodeUtf16BigEndian, decodeUtf8 } from './decode-text.ts';
import { genreOfNumber } from './id3-genres.ts';
import { findAtom, listAtoms } from './mp4-atoms.ts';
import type { TagSink } from './tag-sink.ts';

const TEXT_FIELDS: Readonly<Record<string, TagField>> = {
  '\xa9nam': 'title',
  sonm: 'titleSort',
  '\xa9ART': 'artist',
  soar: 'artistSort',
  '\xa9alb': 'album',
  aART: 'albumArtist',
  soaa: 'albumArtistSort',
  '\xa9day': 'date',
  '\xa9gen': 'genre',
  '\xa9wrt': 'composer',
  soco: 'composerSort',
  '\xa9cmt': 'comment',
  '\xa9con': 'conductor',
  '\xa9prd': 'producer',
  '\xa9prf': 'performer',
  '\xa9arg': 'arranger',
};
const UTF16 = 2;
const DATA_HEADER_BYTES = 8;
const FRONT_COVER = 3;

/** Reads iTunes metadata, wherever writers have put it below the movie atom. */
export function takeItunesTags(movie: Buffer, sink: TagSink): void {
  for (const path of [['udta', 'meta'], ['meta']]) {
    const meta = findAtom(movie, path);
    if (meta === null) continue;
    // In ISO files `meta` has a version before its atoms, in QuickTime files it has not.
    const list = findAtom(meta.subarray(4), ['ilst']) ?? findAtom(meta, ['ilst']);
    if (list !== null) for (const { kind, body } of listAtoms(list)) takeItem(kind, body, sink);
  }
}

function takeItem(kind: string, item: Buffer, sink: TagSink): void {
  const children = listAtoms(item);
  const values = children.filter((atom) => atom.kind === 'data' && atom.body.length >= DATA_HEADER_BYTES);
  for (const { body } of values) {
    const content = body.subarray(DATA_HEADER_BYTES);
    const field = TEXT_FIELDS[kind];
    if (field !== undefined) sink.add(field, readText(body));
    else if (kind === '----') takeFreeform(children, body, sink);
    else takeBinary(kind, content, body, sink);
  }
}

function takeBinary(kind: string, content: Buffer, data: Buffer, sink: TagSink): void {
  const take = BINARY_TAKERS[kind];
  if (take !== undefined && content.length > 0) take(sink, content, data);
}

const BINARY_TAKERS: Readonly<Record<string, (sink: TagSink, content: Buffer, data: Buffer) => void>> = {
  trkn: (sink, content) => takePosition(sink, 'trackNumber', content),
  disk: (sink, content) => takePosition(sink, 'discNumber', content),
  cpil: (sink, content) => sink.add('compilation', content[0] === 1 ? '1' : '0'),
  tmpo: (sink, content) => {
    const tempo = content.readUIntBE(0, Math.min(content.length, 4));
    if (tempo > 0) sink.add('bpm', String(tempo));
  },
  gnre: (sink, content) => {
    // One more than ID3v1's number.
    const genre = content.length < 2 ? undefined : genreOfNumber(content.readUInt16BE(0) - 1);
    if (genre !== undefined && !sink.has('genre')) sink.add('genre', genre);
  },
  '\xa9lyr': (sink, _content, data) => sink.addLyrics(readText(data), null),
  covr: (sink, content) => sink.addPicture({ bytes: content, kind: FRONT_COVER }),
};

function takePosition(sink: TagSink, field: 'trackNumber' | 'discNumber', content: Buffer): void {
  const number = content.length >= 4 ? content.readUInt16BE(2) : 0;
  if (number > 0) sink.add(field, String(number));
}

/** Freeform: a vendor (`mean`), a name, and data. */
function takeFreeform(children: { kind: string; body: Buffer }[], data: Buffer, sink: TagSink): void {
  const name = children.find((atom) => atom.kind === 'name')?.body.subarray(4);
  if (name !== undefined) sink.addNamed(decodeUtf8(name), readText(data));
}

function readText(data: Buffer): string {
  const content = data.subarray(DATA_HEADER_BYTES);
  return data.readUInt32BE(0) === UTF16 ? decodeUtf16BigEndian(content) : decodeUtf8(content);
}

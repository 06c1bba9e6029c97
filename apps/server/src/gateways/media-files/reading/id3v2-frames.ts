import { type TimedTexts, decodeUtf16 } from '@jetstream/music-files';
import type { TagField } from '#models/audio-reading.ts';
import { decodeLatin1, decodeUtf16BigEndian, decodeUtf8 } from './decode-text.ts';
import { expandId3Genres } from './id3-genres.ts';
import type { TagSink } from './tag-sink.ts';

/** ID3v2.2 names of frames that JetStream reads. */
const NAME_SINCE_23: Readonly<Record<string, string>> = {
  TT2: 'TIT2',
  TST: 'TSOT',
  TP1: 'TPE1',
  TSP: 'TSOP',
  TP2: 'TPE2',
  TS2: 'TSO2',
  TP3: 'TPE3',
  TP4: 'TPE4',
  TAL: 'TALB',
  TCP: 'TCMP',
  TPA: 'TPOS',
  TRK: 'TRCK',
  TYE: 'TYER',
  TOR: 'TORY',
  TCO: 'TCON',
  TCM: 'TCOM',
  TSC: 'TSOC',
  TXT: 'TEXT',
  TBP: 'TBPM',
  TXX: 'TXXX',
  COM: 'COMM',
  ULT: 'USLT',
  SLT: 'SYLT',
  PIC: 'APIC',
  UFI: 'UFID',
  IPL: 'IPLS',
  TDA: 'TDAT',
};

const FIELD_BY_FRAME: Readonly<Record<string, TagField>> = {
  TIT2: 'title',
  TSOT: 'titleSort',
  TPE1: 'artist',
  TSOP: 'artistSort',
  TPE2: 'albumArtist',
  TSO2: 'albumArtistSort',
  TPE3: 'conductor',
  TPE4: 'remixer',
  TALB: 'album',
  TCMP: 'compilation',
  TPOS: 'discNumber',
  TSST: 'discTitle',
  TRCK: 'trackNumber',
  TDRC: 'date',
  TYER: 'date',
  TDRL: 'releaseDate',
  TDOR: 'originalDate',
  TORY: 'originalDate',
  TCOM: 'composer',
  TSOC: 'composerSort',
  TEXT: 'lyricist',
  TBPM: 'bpm',
};

const ROLE_BY_INVOLVEMENT: Readonly<Record<string, TagField>> = {
  producer: 'producer',
  engineer: 'engineer',
  mix: 'mixer',
  mixer: 'mixer',
  mixing: 'mixer',
  arranger: 'arranger',
  remixer: 'remixer',
  conductor: 'conductor',
  composer: 'composer',
  lyricist: 'lyricist',
  writer: 'writer',
};

const NO_TIMED_KINDS = new Set([3, 4, 5, 6]);
const MOST_TIMED_TEXTS = 20_000;

/** Takes one frame's content into the sink; unknown frames are left alone. */
export function takeFrame(frameId: string, body: Buffer, sink: TagSink): void {
  const id = frameId.length === 3 ? (NAME_SINCE_23[frameId] ?? frameId) : frameId.trimEnd();
  const field = FIELD_BY_FRAME[id];
  if (field !== undefined) for (const value of readTextValues(body)) sink.add(field, value);
  else FRAME_TAKERS[id]?.(body, sink, frameId.length === 3);
}

const FRAME_TAKERS: Readonly<Record<string, (body: Buffer, sink: TagSink, isOld: boolean) => void>> = {
  TCON: (body, sink) => {
    for (const value of readTextValues(body)) for (const genre of expandId3Genres(value)) sink.add('genre', genre);
  },
  TXXX: (body, sink) => {
    const [name = '', ...values] = readTexts(body, 1);
    for (const value of values) if (value !== '') sink.addNamed(name, value);
  },
  UFID: (body, sink) => {
    const end = body.indexOf(0);
    if (end > 0 && body.toString('latin1', 0, end).includes('musicbrainz.org')) {
      sink.add('musicBrainzRecordingId', body.toString('latin1', end + 1, end + 65));
    }
  },
  TIPL: takeInvolvedPeople,
  IPLS: takeInvolvedPeople,
  TMCL: takeInvolvedPeople,
  COMM: (body, sink) => {
    const [description = '', ...rest] = readTexts(body, 4);
    const text = rest.join('\n');
    // Players keep numbers of their own in comments that have a description.
    if (text !== '' && !sink.has('comment') && /^(?:comment|description)?$/i.test(description))
      sink.add('comment', text);
  },
  USLT: (body, sink) => {
    const [, ...rest] = readTexts(body, 4);
    sink.addLyrics(rest.join('\n'), readLanguage(body));
  },
  SYLT: takeTimedLyrics,
  APIC: takePicture,
};

function takeInvolvedPeople(body: Buffer, sink: TagSink): void {
  const texts = readTextValues(body);
  for (let at = 0; at + 1 < texts.length; at += 2) {
    const [role = '', name = ''] = [texts[at], texts[at + 1]];
    const field = ROLE_BY_INVOLVEMENT[role.toLowerCase()];
    if (field !== undefined) sink.add(field, name);
    else if (name !== '')
      sink.add('performer', role === '' || role.toLowerCase() === 'performer' ? name : `${name} (${role})`);
  }
}

function takePicture(body: Buffer, sink: TagSink, isOld: boolean): void {
  const encoding = body[0] ?? 0;
  const mimeEnd = isOld ? 4 : body.indexOf(0, 1) + 1;
  if (mimeEnd <= 0) return;
  // `-->` says that the "picture" is a link.
  if (body.toString('latin1', 1, mimeEnd).startsWith('-->')) return;
  const start = skipText(body, mimeEnd + 1, encoding);
  sink.addPicture({ bytes: body.subarray(start), kind: body[mimeEnd] ?? 0 });
}

function takeTimedLyrics(body: Buffer, sink: TagSink): void {
  const [encoding = 0, , , , unit = 0, kind = 0] = body;
  // Times in MPEG frames would need the frame length; nobody writes them.
  if (unit !== 2 || NO_TIMED_KINDS.has(kind)) return;
  const timedTexts: TimedTexts[number][] = [];
  let at = skipText(body, 6, encoding);
  while (at < body.length && timedTexts.length < MOST_TIMED_TEXTS) {
    const end = skipText(body, at, encoding);
    if (end + 4 > body.length) break;
    timedTexts.push({ startMs: body.readUInt32BE(end), text: stripEnd(decode(body.subarray(at, end), encoding)) });
    at = end + 4;
  }
  if (timedTexts.length > 0) sink.addTimedLyrics({ language: readLanguage(body), text: '', timedTexts });
}

/** Values of a text frame: ID3v2.4 separates them by NUL, and some 2.3 writers do too. */
function readTextValues(body: Buffer): string[] {
  return readTexts(body, 1).filter((value) => value.trim() !== '');
}

function readTexts(body: Buffer, start: number): string[] {
  const encoding = body[0] ?? 0;
  const texts = decode(body.subarray(start), encoding).split('\0');
  // Each UTF-16 value may repeat the byte order mark.
  return texts.map((text) => (encoding === 1 ? text.replace(/^[\ufeff\ufffe]/, '') : text));
}

function decode(bytes: Uint8Array, encoding: number): string {
  if (encoding === 1) return decodeUtf16(bytes);
  if (encoding === 2) return decodeUtf16BigEndian(bytes);
  return encoding === 3 ? decodeUtf8(bytes) : decodeLatin1(bytes);
}

/** Index behind the NUL that ends the text at `start`. */
function skipText(body: Buffer, start: number, encoding: number): number {
  if (encoding !== 1 && encoding !== 2) {
    const end = body.indexOf(0, start);
    return end < 0 ? body.length : end + 1;
  }
  for (let at = start; at + 1 < body.length; at += 2) if (body[at] === 0 && body[at + 1] === 0) return at + 2;
  return body.length;
}

const stripEnd = (text: string): string => text.replace(/\0+$/, '');

function readLanguage(body: Buffer): string | null {
  const code = body.toString('latin1', 1, 4).toLowerCase();
  return /^[a-z]{3}$/.test(code) && code !== 'xxx' && code !== 'und' ? code : null;
}

/** Tags by ID3v2 frame or Vorbis field name. */
type Tags = Readonly<Record<string, string>>;

export interface Mp3Wish {
  /** Equal seeds sound equal. */
  seed?: number;
  frames?: number;
  tags?: Tags;
  picture?: Buffer;
  /** Bytes of padding in the tag. */
  padding?: number;
  hasId3v1?: boolean;
}

const FRAME_BYTES = 417;

/** A playable MP3 of constant rate whose sound follows from the seed. */
export function buildMp3({
  seed = 1,
  frames = 40,
  tags = {},
  picture,
  padding = 0,
  hasId3v1 = false,
}: Mp3Wish = {}): Buffer {
  const audio = Buffer.concat(Array.from({ length: frames }, (_, at) => buildMp3Frame(seed, at)));
  const end = hasId3v1
    ? Buffer.concat([Buffer.from('TAGold title'.padEnd(127, '\0'), 'latin1'), Buffer.from([17])])
    : Buffer.alloc(0);
  return Buffer.concat([buildId3v2(tags, picture, padding), audio, end]);
}

function buildMp3Frame(seed: number, at: number): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.writeUInt32BE(0xfffb9064, 0);
  // Behind the side information, which stays empty, so that decoders play silence.
  for (let byte = 40; byte < FRAME_BYTES; byte++) frame[byte] = (seed * 31 + at * 7 + byte) % 251;
  return frame;
}

function buildId3v2(tags: Tags, picture: Buffer | undefined, padding: number): Buffer {
  const frames = Object.entries(tags).map(([id, text]) =>
    buildId3Frame(id, Buffer.concat([Buffer.from([3]), Buffer.from(text)])),
  );
  if (picture !== undefined) {
    frames.push(buildId3Frame('APIC', Buffer.concat([Buffer.from('\x03image/jpeg\0\x03\0', 'latin1'), picture])));
  }
  const body = Buffer.concat([...frames, Buffer.alloc(padding)]);
  if (body.length === 0) return body;
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), toSyncsafe(body.length), body]);
}

const buildId3Frame = (id: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(id, 'latin1'), toSyncsafe(body.length), Buffer.from([0, 0]), body]);

function toSyncsafe(value: number): Buffer {
  return Buffer.from([(value >> 21) & 0x7f, (value >> 14) & 0x7f, (value >> 7) & 0x7f, value & 0x7f]);
}

export interface FlacWish {
  seed?: number;
  tags?: Tags | readonly (readonly [string, string])[];
  picture?: Buffer;
  /** Leaves out the checksum of the sound, as streaming encoders do. */
  hasMd5?: boolean;
  seconds?: number;
}

/** A FLAC file: headers are right, the frames are noise. */
export function buildFlac({ seed = 1, tags = {}, picture, hasMd5 = true, seconds = 10 }: FlacWish = {}): Buffer {
  const blocks: [number, Buffer][] = [
    [0, buildStreamInfo(seed, seconds, hasMd5)],
    [4, buildVorbisComment(Array.isArray(tags) ? tags : Object.entries(tags))],
  ];
  if (picture !== undefined) blocks.push([6, buildPictureBlock(picture)]);
  const parts = blocks.map(([type, body], at) => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(body.length);
    header[0] = type | (at === blocks.length - 1 ? 0x80 : 0);
    return Buffer.concat([header, body]);
  });
  return Buffer.concat([Buffer.from('fLaC'), ...parts, buildNoise(seed, 20_000)]);
}

function buildStreamInfo(seed: number, seconds: number, hasMd5: boolean): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt32BE(((44_100 << 12) | (1 << 9) | (15 << 4)) >>> 0, 10);
  info.writeUInt32BE(44_100 * seconds, 14);
  if (hasMd5) buildNoise(seed, 16).copy(info, 18);
  return info;
}

export function buildVorbisComment(tags: readonly (readonly [string, string])[]): Buffer {
  const texts = tags.map(([name, value]) => Buffer.from(`${name}=${value}`));
  return Buffer.concat([
    toLong(4),
    Buffer.from('test'),
    toLong(texts.length),
    ...texts.flatMap((text) => [toLong(text.length), text]),
  ]);
}

export function buildPictureBlock(picture: Buffer, kind = 3): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(kind);
  head.writeUInt32BE(10, 4);
  const sizes = Buffer.alloc(24);
  sizes.writeUInt32BE(picture.length, 20);
  return Buffer.concat([head, Buffer.from('image/jpeg'), sizes, picture]);
}

export interface OggWish {
  seed?: number;
  tags?: Tags;
  packets?: number;
  serial?: number;
  /** Samples that were sent before, where it was recorded from a stream. */
  lateBy?: number;
}

/** An Opus file in Ogg; a longer comment header shifts and renumbers all later pages, as it does in life. */
export function buildOpus({ seed = 1, tags = {}, packets = 100, serial = 77, lateBy = 0 }: OggWish = {}): Buffer {
  const head = Buffer.from('OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0', 'latin1');
  const comment = Buffer.concat([Buffer.from('OpusTags'), buildVorbisComment(Object.entries(tags))]);
  const pages: Buffer[] = [];
  const add = (packet: Buffer, granule: number, flags: number) =>
    pages.push(...buildPages(packet, granule, { flags, serial, first: pages.length }));
  add(head, 0, 2);
  add(comment, 0, 0);
  for (let at = 0; at < packets; at++)
    add(buildOpusPacket(seed * 1_000 + at), lateBy + 312 + (at + 1) * 960, at === packets - 1 ? 4 : 0);
  return Buffer.concat(pages);
}

/** 20 ms of stereo, by its first byte. */
function buildOpusPacket(seed: number): Buffer {
  const packet = buildNoise(seed, 200);
  packet[0] = 0xfc;
  return packet;
}

function buildPages(
  packet: Buffer,
  granule: number,
  place: { flags: number; serial: number; first: number },
): Buffer[] {
  const lacing: number[] = [];
  for (let left = packet.length; left >= 0; left -= 255) lacing.push(Math.min(255, left));
  const pages: Buffer[] = [];
  for (let at = 0, offset = 0; at < lacing.length; at += 255) {
    const part = lacing.slice(at, at + 255);
    const length = part.reduce((sum, segment) => sum + segment, 0);
    const isLast = at + 255 >= lacing.length;
    const header = Buffer.alloc(27);
    header.write('OggS', 'latin1');
    header[5] = place.flags | (at > 0 ? 1 : 0);
    header.writeBigInt64LE(isLast ? BigInt(granule) : -1n, 6);
    header.writeUInt32LE(place.serial, 14);
    header.writeUInt32LE(place.first + pages.length, 18);
    header[26] = part.length;
    pages.push(Buffer.concat([header, Buffer.from(part), packet.subarray(offset, offset + length)]));
    offset += length;
  }
  return pages;
}

/** A RIFF chunk after the samples holds the tags. */
export function buildWav({ seed = 1, title = '' }: { seed?: number; title?: string } = {}): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1);
  format.writeUInt16LE(2, 2);
  format.writeUInt32LE(44_100, 4);
  format.writeUInt32LE(176_400, 8);
  format.writeUInt16LE(4, 12);
  format.writeUInt16LE(16, 14);
  const chunks = [buildChunk('fmt ', format), buildChunk('data', buildNoise(seed, 88_200))];
  if (title !== '')
    chunks.push(
      buildChunk('LIST', Buffer.concat([Buffer.from('INFO'), buildChunk('INAM', Buffer.from(`${title}\0`))])),
    );
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return buildChunk('RIFF', body);
}

function buildChunk(id: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id, 'latin1'), toLong(body.length), body, Buffer.alloc(body.length & 1)]);
}

export function buildNoise(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

function toLong(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** How the lengths of frames are told that share a block of Matroska (RFC 9559, section 10.3). */
export const LACINGS = ['xiph', 'fixed', 'ebml'] as const;
type Lacing = (typeof LACINGS)[number];

const FLAGS: Readonly<Record<Lacing, number>> = { xiph: 0x82, fixed: 0x84, ebml: 0x86 };
const FRAMES_PER_BLOCK = 8;
const BLOCKS_PER_CLUSTER = 10;
const FRAME_SAMPLES = 1536;

/** AC-3 in blocks of eight frames, as mkvmerge writes it. */
export function buildLaced(frames: readonly Buffer[], lacing: Lacing, sampleRateHz: number): Buffer {
  const clusters: Buffer[] = [];
  const clusterFrames = FRAMES_PER_BLOCK * BLOCKS_PER_CLUSTER;
  const timeOf = (frame: number) => Math.round((frame * FRAME_SAMPLES * 1000) / sampleRateHz);
  for (let start = 0; start < frames.length; start += clusterFrames) {
    const blocks: Buffer[] = [];
    for (let at = start; at < Math.min(frames.length, start + clusterFrames); at += FRAMES_PER_BLOCK) {
      const part = frames.slice(at, at + FRAMES_PER_BLOCK);
      const head = Buffer.of(0x81, 0, 0, part.length > 1 ? FLAGS[lacing] : 0x80);
      head.writeInt16BE(timeOf(at) - timeOf(start), 1);
      blocks.push(element(0xa3, head, ...(part.length > 1 ? lace(part, lacing) : part)));
    }
    clusters.push(element(0x1f43b675, numberElement(0xe7, timeOf(start)), ...blocks));
  }
  return Buffer.concat([
    element(0x1a45dfa3, element(0x4282, Buffer.from('matroska'))),
    toSegment(clusters, sampleRateHz),
  ]);
}

function toSegment(clusters: readonly Buffer[], sampleRateHz: number): Buffer {
  const rate = Buffer.alloc(8);
  rate.writeDoubleBE(sampleRateHz);
  const track = element(
    0xae,
    numberElement(0xd7, 1),
    numberElement(0x73c5, 1),
    numberElement(0x83, 2),
    element(0x86, Buffer.from('A_AC3')),
    element(0xe1, element(0xb5, rate), numberElement(0x9f, 2)),
  );
  return element(
    0x18538067,
    element(0x1549a966, numberElement(0x2ad7b1, 1e6)),
    element(0x1654ae6b, track),
    ...clusters,
  );
}

function lace(frames: readonly Buffer[], lacing: Lacing): Buffer[] {
  const sizes = frames.slice(0, -1).map(({ length }) => length);
  const told = {
    fixed: () => [],
    xiph: () => sizes.map((size) => Buffer.concat([Buffer.alloc(Math.floor(size / 255), 255), Buffer.of(size % 255)])),
    ebml: () => sizes.map((size, at) => toLength(at === 0 ? size : size - (sizes[at - 1] ?? 0) + 2 ** 13 - 1, 2)),
  }[lacing]();
  return [Buffer.of(frames.length - 1), ...told, ...frames];
}

function element(id: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([toBytes(id), toLength(body.length, 4), body]);
}

const numberElement = (id: number, value: number): Buffer => element(id, toBytes(value));

function toBytes(value: number): Buffer {
  const text = value.toString(16);
  return Buffer.from(text.padStart(text.length + (text.length % 2), '0'), 'hex');
}

function toLength(value: number, byteCount: number): Buffer {
  const bytes = Buffer.alloc(byteCount);
  bytes.writeUIntBE(value, 0, byteCount);
  bytes[0] = (bytes[0] ?? 0) | (0x100 >> byteCount);
  return bytes;
}

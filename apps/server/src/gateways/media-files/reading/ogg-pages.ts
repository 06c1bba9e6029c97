import { type FileView, MalformedAudio } from './file-view.ts';

const HEADER_BYTES = 27;
const TAIL_BYTES = 20 * 1024;
const LARGEST_PACKET = 64 * 1024 * 1024;
export const LARGEST_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;
const MOST_STREAMS = 16;
const END_SAMPLE_BYTES = 1_024;
const CAPTURE_BYTES = 4;

export interface OggPage {
  position: number;
  serial: number;
  /** Samples at its end; -1 when no packet ends in it. */
  granule: number;
  isFirst: boolean;
  /** Lengths of its segments: a packet goes on while they are 255. */
  lacing: Buffer;
  bodyAt: number;
  end: number;
  /** Packets that end in it. */
  packets: number;
}

export function readPage(view: FileView, position: number): OggPage | null {
  const header = view.read(position, HEADER_BYTES + 255);
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 5) !== 'OggS\0') return null;
  const count = header[26] ?? 0;
  if (header.length < HEADER_BYTES + count) return null;
  const lacing = header.subarray(HEADER_BYTES, HEADER_BYTES + count);
  let length = 0;
  let packets = 0;
  for (const segment of lacing) {
    length += segment;
    if (segment < 255) packets++;
  }
  const bodyAt = position + HEADER_BYTES + count;
  const granule = header.readBigInt64LE(6);
  return {
    position,
    serial: header.readUInt32LE(14),
    granule: granule < 0n ? -1 : Number(granule),
    isFirst: ((header[5] ?? 0) & 2) !== 0,
    lacing,
    bodyAt,
    end: bodyAt + length,
    packets,
  };
}

/** The first bytes of the packets that begin and end in the page. */
export function listPacketHeads(view: FileView, { lacing, bodyAt }: OggPage, length: number): Buffer[] {
  const heads: Buffer[] = [];
  let [start, end] = [bodyAt, bodyAt];
  for (const segment of lacing) {
    end += segment;
    if (segment === 255) continue;
    heads.push(view.read(start, Math.min(length, end - start)));
    start = end;
  }
  return heads;
}

/** One logical stream, packet by packet. Pages of other streams are passed over. */
export class OggStream {
  readonly serial: number;
  readonly #view: FileView;
  #page: OggPage;
  #segment = 0;
  #offset = 0;

  private constructor(view: FileView, page: OggPage) {
    this.#view = view;
    this.#page = page;
    this.serial = page.serial;
  }

  /** The streams that begin together at the start of the file, or elsewhere. */
  static openAll(view: FileView, position = 0): OggStream[] {
    const streams: OggStream[] = [];
    let page = readPage(view, position);
    while (page !== null && page.isFirst && streams.length < MOST_STREAMS) {
      streams.push(new OggStream(view, page));
      page = readPage(view, page.end);
    }
    return streams;
  }

  /** Where the next packet's page begins. */
  get position(): number {
    return this.#segment < this.#page.lacing.length ? this.#page.position : this.#page.end;
  }

  readPacket(): Buffer {
    const parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      while (this.#segment >= this.#page.lacing.length) this.#turnPage();
      const { bytes, isEnd } = this.#takeRun();
      parts.push(bytes);
      length += bytes.length;
      if (length > LARGEST_PACKET) throw new MalformedAudio('An Ogg packet is too large.');
      if (isEnd) return parts.length === 1 ? bytes : Buffer.concat(parts, length);
    }
  }

  /** The page that the next packet starts in, if there is one. */
  peekPage(): OggPage | null {
    return this.#segment < this.#page.lacing.length ? this.#page : this.#findNext();
  }

  /**
   * The next `length` bytes of packets, regardless of how pages divide them: a longer comment header shifts and renumbers all pages.
   */
  readPayload(length: number): Buffer {
    const parts: Buffer[] = [];
    let taken = 0;
    while (taken < length) {
      if (this.#segment >= this.#page.lacing.length) {
        const next = this.#findNext();
        if (next === null) break;
        this.#open(next);
        continue;
      }
      const bytes = this.#takeRun().bytes.subarray(0, length - taken);
      parts.push(bytes);
      taken += bytes.length;
    }
    return Buffer.concat(parts, taken);
  }

  /** Bytes of the current packet inside this page. */
  #takeRun(): { bytes: Buffer; isEnd: boolean } {
    const { lacing, bodyAt } = this.#page;
    let length = 0;
    let isEnd = false;
    while (!isEnd && this.#segment < lacing.length) {
      const segment = lacing[this.#segment++] ?? 0;
      length += segment;
      isEnd = segment < 255;
    }
    const bytes = this.#view.readExactly(bodyAt + this.#offset, length);
    this.#offset += length;
    return { bytes, isEnd };
  }

  #turnPage(): void {
    const next = this.#findNext();
    if (next === null) throw new MalformedAudio('The Ogg stream ends inside its headers.');
    this.#open(next);
  }

  #open(page: OggPage): void {
    this.#page = page;
    this.#segment = 0;
    this.#offset = 0;
  }

  #findNext(): OggPage | null {
    let page = readPage(this.#view, this.#page.end);
    while (page !== null && page.serial !== this.serial) page = readPage(this.#view, page.end);
    return page;
  }
}

export interface LastPage {
  granule: number;
  payload: Buffer;
  /** The file ends inside a page. */
  isCutOff: boolean;
}

/** The last page of the stream with a position, before `end`, and the last bytes of its packets. */
export function findLastPage(view: FileView, serial: number, end = view.size): LastPage | null {
  let isCutOff = false;
  for (const page of listPagesBackwards(view, end)) {
    if (page.serial !== serial) continue;
    isCutOff ||= page.end > view.size;
    if (page.granule < 0) continue;
    const body = view.read(page.bodyAt, page.end - page.bodyAt);
    const payload = body.subarray(Math.max(0, body.length - END_SAMPLE_BYTES));
    return { granule: page.granule, payload, isCutOff };
  }
  return null;
}

/** Pages that begin before `end`, the last first, as far as pages may be long. */
export function* listPagesBackwards(view: FileView, end: number): Generator<OggPage> {
  let before = end;
  for (const bytes of [TAIL_BYTES, LARGEST_PAGE_BYTES * 16]) {
    const start = Math.max(0, end - bytes);
    const tail = view.read(start, before - start + CAPTURE_BYTES - 1);
    for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
      const page = start + at < before ? readPage(view, start + at) : null;
      if (page !== null) yield page;
    }
    before = start;
  }
}

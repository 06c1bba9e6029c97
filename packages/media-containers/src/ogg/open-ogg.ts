import { WindowedSource } from '../bytes/windowed-source.ts';
import { MediaContainerError } from '../media-container-error.ts';
import type { ByteSource, PacketStream } from '../packet-stream.ts';
import { oggMappings, type OggCodec, type OggMapping } from './ogg-codec.ts';
import type { OggPage } from './ogg-page.ts';
import { OggPackets } from './ogg-packets.ts';
import { OggPages } from './ogg-pages.ts';
import { OggReader } from './ogg-reader.ts';

const PIECE_BYTES = 256 * 1024;
const PROBE_BYTES = 64 * 1024;
const MOST_STREAMS = 64;

/**
 * Opus, Vorbis or FLAC in Ogg: the first such stream of the file. Pages are found by their granules; delay and padding are what granules of the
 * first and the last page leave out, and the pre-skip of Opus. Streams that follow each other (RFC 3533, section 4: chained) have each a
 * setup of its own, and are refused.
 */
export async function openOgg(source: ByteSource, start: number): Promise<PacketStream | undefined> {
  const window = new WindowedSource(source, PIECE_BYTES);
  const pages = new OggPages(window);
  const found = await findStream(pages, start, source.sizeBytes);
  if (!found) return undefined;
  const { codec, firstPage, soundPosition } = await readHeaders(pages, found, source.sizeBytes);
  const lastPage = await pages.findLast(firstPage);
  if (!lastPage || lastPage.position < soundPosition) return undefined;
  if (lastPage.granule === 0)
    throw new MediaContainerError('damaged', 'Pages of an Ogg stream do not tell where they end.');
  if (await pages.find(lastPage.endPosition, source.sizeBytes, ({ isFirst }) => isFirst))
    throw new MediaContainerError('unsupported', 'Ogg with streams that follow each other.');
  const reader = new OggReader({
    codec,
    pages,
    probes: new OggPages(new WindowedSource(source, PROBE_BYTES)),
    serial: firstPage.serial,
    soundPosition,
    lastPage,
  });
  const { origin, end } = await reader.findBounds();
  const heardEnd = Math.min(end, lastPage.granule ?? end);
  // Vorbis says by a first granule that is too small that its first samples are to be dropped.
  const delay = codec.preSkipSamples + (codec.setup.codec === 'vorbis' ? Math.max(0, -origin) : 0);
  const delaySamples = Math.min(delay, heardEnd - origin);
  return {
    setup: codec.setup,
    delaySamples,
    paddingSamples: end - heardEnd,
    durationSamples: heardEnd - origin - delaySamples,
    readPackets: (fromSample, toSample) => reader.readPackets(fromSample, toSample),
  };
}

interface FoundStream {
  mapping: OggMapping;
  firstPage: OggPage;
}

/** Files with several streams at once begin with the first page of each. */
async function findStream(pages: OggPages, start: number, end: number): Promise<FoundStream | undefined> {
  let position = start;
  for (let count = 0; count < MOST_STREAMS; count += 1) {
    const page = await pages.find(position, end);
    if (!page?.isFirst) return undefined;
    const mapping = oggMappings.find(({ isSeen }) => isSeen(page.body));
    if (mapping) return { mapping, firstPage: page };
    position = page.endPosition;
  }
  return undefined;
}

interface OpenedHeaders {
  codec: OggCodec;
  firstPage: OggPage;
  soundPosition: number;
}

/** Sound begins on a page of its own, behind the headers. */
async function readHeaders(pages: OggPages, found: FoundStream, end: number): Promise<OpenedHeaders> {
  const { mapping, firstPage } = found;
  const assembler = new OggPackets();
  const headers: Uint8Array[] = [];
  let page: OggPage | undefined = firstPage;
  while (page) {
    headers.push(...assembler.take(page).packets);
    const soundPosition = page.endPosition;
    if (headers.length >= mapping.headerPackets) return { codec: mapping.open(headers), firstPage, soundPosition };
    page = await pages.find(soundPosition, end, ({ serial }) => serial === firstPage.serial);
  }
  throw new MediaContainerError('damaged', 'The headers of an Ogg stream are not whole.');
}

import { isDffSound, walkDffChunks } from './dff-chunks.ts';
import type { FileView } from './file-view.ts';
import { measureId3v2 } from './id3v2.ts';
import type { Container } from './sniff-container.ts';
import { measureLeadingApe, readTrailingTags } from './trailing-tags.ts';

export interface AudioExtent {
  start: number;
  end: number;
}

const MOST_CHUNKS = 1_000;
const ASF_DATA_GUID = '3626b2758e66cf11a6d900aa0062ce6c';

/** Where the audio lies, so that its key does not depend on tags; the whole file for containers that are not taken apart here. */
export function findAudioExtent(view: FileView, container: Container): AudioExtent {
  const found = EXTENT_FINDERS[container]?.(view) ?? null;
  return found ?? { start: 0, end: view.size };
}

const EXTENT_FINDERS: Partial<Record<Container, (view: FileView) => AudioExtent | null>> = {
  wav: (view) => findChunk(view, { id: 'data', start: 12, isLittleEndian: true }),
  aiff: (view) => findChunk(view, { id: 'SSND', start: 12, isLittleEndian: false }),
  dff: findDsdiffData,
  asf: findAsfData,
  dsf: findDsfData,
  ape: betweenTags,
  wavpack: betweenTags,
  musepack: betweenTags,
  tta: betweenTags,
  adts: betweenTags,
};

function betweenTags(view: FileView): AudioExtent {
  const tagEnd = measureId3v2(view, 0);
  const start = Math.min(view.size, tagEnd + measureLeadingApe(view, tagEnd));
  return { start, end: readTrailingTags(view, start).end };
}

/** A chunk of RIFF or IFF, at the first of its name from `start` on. */
export function findChunk(
  view: FileView,
  search: { id: string; start: number; isLittleEndian: boolean },
): AudioExtent | null {
  let at = search.start;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const header = view.read(at, 8);
    if (header.length < 8) return null;
    const size = search.isLittleEndian ? header.readUInt32LE(4) : header.readUInt32BE(4);
    if (header.toString('latin1', 0, 4) === search.id) {
      // RF64 and streamed files write 0 or all ones instead of a length.
      const isOpen = size === 0xffffffff || size === 0;
      return { start: at + 8, end: isOpen ? view.size : Math.min(view.size, at + 8 + size) };
    }
    at += 8 + size + (size & 1);
  }
  return null;
}

function findDsdiffData(view: FileView): AudioExtent | null {
  const sound = walkDffChunks(view).find(isDffSound);
  return sound ? { start: sound.start, end: Math.min(view.size, sound.end) } : null;
}

function findAsfData(view: FileView): AudioExtent | null {
  let at = 0;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const header = view.read(at, 24);
    if (header.length < 24) return null;
    const size = Number(header.readBigUInt64LE(16));
    if (size < 24) return null;
    if (header.toString('hex', 0, 16) === ASF_DATA_GUID) return { start: at + 50, end: Math.min(view.size, at + size) };
    at += size;
  }
  return null;
}

/** The metadata pointer of a DSF file leads to the ID3v2 tag behind the samples. */
function findDsfData(view: FileView): AudioExtent | null {
  const header = view.read(0, 28);
  if (header.length < 28) return null;
  const tagAt = Number(header.readBigUInt64LE(20));
  return { start: 28, end: tagAt > 28 && tagAt <= view.size ? tagAt : view.size };
}

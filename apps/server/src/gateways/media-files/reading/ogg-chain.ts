import type { FileView } from './file-view.ts';
import { LARGEST_PAGE_BYTES, listPagesBackwards, OggStream, readPage, type OggPage } from './ogg-pages.ts';

/** Nobody pastes more together; each is looked for by halves. */
const MOST_LINKS = 100;
/** Where looking by halves gives way to going from page to page. */
const NEAR_BYTES = 128 * 1024;

/** Streams that begin together. */
export interface OggLink {
  streams: OggStream[];
  /** Where the next link begins, or the file ends. */
  end: number;
}

/** A file of Ogg as streams that follow each other (RFC 3533, section 4: chained): nearly always one link. */
export function listOggLinks(view: FileView): OggLink[] {
  const links: OggLink[] = [];
  const isChained = isOggChained(view);
  for (let start = 0; start < view.size && links.length < MOST_LINKS;) {
    const streams = OggStream.openAll(view, start);
    if (streams.length === 0) break;
    const end = isChained ? findEnd(view, start, serialsOf(streams)) : view.size;
    links.push({ streams, end });
    start = end;
  }
  return links;
}

/** Whether the last page is of a stream that does not begin at the start. One that was appended to itself is not found out. */
export function isOggChained(view: FileView): boolean {
  const serials = serialsOf(OggStream.openAll(view));
  const [last] = listPagesBackwards(view, view.size);
  return serials.size > 0 && last !== undefined && !serials.has(last.serial);
}

const serialsOf = (streams: readonly OggStream[]): ReadonlySet<number> => new Set(streams.map(({ serial }) => serial));

function findEnd(view: FileView, start: number, serials: ReadonlySet<number>): number {
  let [low, high] = [start, view.size];
  while (high - low > NEAR_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const page = findPage(view, middle);
    if (page && page.position < high && serials.has(page.serial)) low = page.position;
    else high = middle;
  }
  let page = readPage(view, low);
  while (page && serials.has(page.serial)) page = findPage(view, page.end);
  return page?.position ?? view.size;
}

/** The first page that begins at `position` or behind it. */
function findPage(view: FileView, position: number): OggPage | null {
  const bytes = view.read(position, LARGEST_PAGE_BYTES + 4);
  for (let at = bytes.indexOf('OggS'); at >= 0; at = bytes.indexOf('OggS', at + 1)) {
    const page = readPage(view, position + at);
    if (page) return page;
  }
  return null;
}

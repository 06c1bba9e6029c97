import { MalformedAudio, type FileView } from './file-view.ts';
import { RemoteView, type Span } from './remote-view.ts';

/** Most headers and tags without pictures fit in here. */
const HEAD_BYTES = 24 * 1024;
/** ID3v1, a small APEv2 tag, the end of a WAVE file; the last page of an Ogg stream is larger. */
const TAIL_BYTES = 4 * 1024;
const OGG_TAIL_BYTES = 20 * 1024;
/** Up to this the whole file is one request. */
const SMALL_FILE_BYTES = 64 * 1024;
/** No sound file needs more; a hostile one gets no further. */
const MOST_ROUNDS = 40;
const MOST_BYTES = 80 * 1024 * 1024;

export interface RemoteFile {
  /** Tells what the container probably is. */
  name: string;
  sizeBytes: number;
  /** Exactly these bytes of the file as it was listed. */
  fetch(span: Span): Promise<Buffer>;
}

/**
 * Reads a distant file with readers that do not wait: they run until they ask for bytes that are not here, these are
 * fetched, and they run again from the beginning, which costs a tenth of a millisecond. `inTurn` keeps runs of several files
 * from interleaving.
 */
export async function readRemotely<T>(
  file: RemoteFile,
  read: (view: FileView) => Promise<T>,
  inTurn: (run: () => Promise<T>) => Promise<T>,
): Promise<T> {
  const view = new RemoteView(file.sizeBytes);
  const fetchInto = async (span: Span) => view.add(span.start, await file.fetch(span));
  let fetchedBytes = 0;
  let spans = firstSpans(file);
  for (let round = 0; round < MOST_ROUNDS && fetchedBytes < MOST_BYTES; round++) {
    await Promise.all(spans.map(fetchInto));
    for (const { start, end } of spans) fetchedBytes += end - start;
    const outcome = await inTurn(() => read(view)).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    // Whatever came of it without these bytes does not count: a parser may have taken their absence for damage.
    const wanted = view.takeWanted();
    if (wanted !== null) spans = [wanted];
    else if ('value' in outcome) return outcome.value;
    else throw outcome.error;
  }
  throw new MalformedAudio('Reading its headers needs too much of the file.');
}

function firstSpans({ name, sizeBytes }: RemoteFile): Span[] {
  if (sizeBytes === 0) return [];
  if (sizeBytes <= SMALL_FILE_BYTES) return [{ start: 0, end: sizeBytes }];
  const tailBytes = /\.(?:og[ga]|opus|spx)$/i.test(name) ? OGG_TAIL_BYTES : TAIL_BYTES;
  return [
    { start: 0, end: HEAD_BYTES },
    { start: sizeBytes - tailBytes, end: sizeBytes },
  ];
}

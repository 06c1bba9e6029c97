import type { Lyrics } from '@jetstream/api-contract';
import { chooseLyrics, decodeText, type LyricsText } from '@jetstream/music-files';
import { LARGEST_COMPANION_BYTES } from '@jetstream/music-files/names';
import type { HeldFile, HeldLyrics } from './held-file.ts';

/** The lyrics inside a file and beside it as one, as a scan would choose them. */
export async function readHeldLyrics({ embedded, beside }: HeldFile): Promise<Lyrics | undefined> {
  const texts = await Promise.all(beside.map(readText));
  const found = chooseLyrics(
    embedded,
    texts.filter((text) => text !== undefined),
  );
  if (!found) return undefined;
  const { isTimed, language, source, voices, lines } = found;
  return { isTimed, language, source, voices, lines };
}

async function readText({ open, language }: HeldLyrics): Promise<LyricsText | undefined> {
  try {
    const file = await open();
    if (file.size > LARGEST_COMPANION_BYTES.lyrics) return undefined;
    return { fileName: file.name, language, text: decodeText(new Uint8Array(await file.arrayBuffer())) };
  } catch {
    // It is gone by now; the others are read all the same.
    return undefined;
  }
}

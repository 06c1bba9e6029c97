import { openAdts } from './adts/open-adts.ts';
import { startsWithAscii } from './bytes/byte-arrays.ts';
import { WindowedSource } from './bytes/windowed-source.ts';
import { openFlac } from './flac/open-flac.ts';
import { openMp3 } from './mp3/open-mp3.ts';
import { openMp4 } from './mp4/open-mp4.ts';
import { openOgg } from './ogg/open-ogg.ts';
import type { ByteSource, PacketStream } from './packet-stream.ts';
import { findId3v2End } from './tags/id3v2.ts';

interface Format {
  isSeen: (head: Uint8Array) => boolean;
  /** `start` is where the content begins, behind tags. Undefined when it is something else after all. */
  open: ((source: ByteSource, start: number) => Promise<PacketStream | undefined>) | undefined;
}

const SNIFFED_BYTES = 64;

/** A new format is one folder and one row. The last two have no marker: they look for frames that follow each other. */
const formats: readonly Format[] = [
  { isSeen: (head) => startsWithAscii(head, 'fLaC'), open: openFlac },
  { isSeen: (head) => startsWithAscii(head, 'OggS'), open: openOgg },
  { isSeen: (head) => startsWithAscii(head, 'ftyp', 4) || startsWithAscii(head, 'moov', 4), open: openMp4 },
  // Matroska and WebM, which are not read: their packets look like frames with junk in between.
  { isSeen: (head) => startsWithAscii(head, '\u001aE\u00df\u00a3'), open: undefined },
  { isSeen: () => true, open: openMp3 },
  { isSeen: () => true, open: openAdts },
];

/**
 * Opens a file by its content. Gives undefined when no codec that can be packaged is found inside; throws `MediaContainerError`
 * when there is one whose file is damaged beyond use.
 */
export async function openPacketStream(source: ByteSource): Promise<PacketStream | undefined> {
  const window = new WindowedSource(source, 4096);
  const start = await findId3v2End(window);
  const head = await window.read(start, SNIFFED_BYTES);
  for (const { isSeen, open } of formats) {
    if (!isSeen(head)) continue;
    const stream = await open?.(source, start);
    if (stream || !open) return stream;
  }
  return undefined;
}

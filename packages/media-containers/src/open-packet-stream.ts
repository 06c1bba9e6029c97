import { WindowedSource } from './bytes/windowed-source.ts';
import { openFlac } from './flac/open-flac.ts';
import { isFlac } from './flac/flac-metadata.ts';
import type { ByteSource, PacketStream } from './packet-stream.ts';
import { findId3v2End } from './tags/id3v2.ts';

interface Format {
  isSeen: (head: Uint8Array) => boolean;
  /** `start` is where the content begins, behind tags. */
  open: (source: ByteSource, start: number) => Promise<PacketStream | undefined>;
}

const SNIFFED_BYTES = 64;
/** A new format is one folder and one row. */
const formats: readonly Format[] = [{ isSeen: isFlac, open: openFlac }];

/**
 * Opens a file by its content. Gives undefined when no codec that can be packaged is found inside; throws `MediaContainerError`
 * when there is one whose file is damaged beyond use.
 */
export async function openPacketStream(source: ByteSource): Promise<PacketStream | undefined> {
  const window = new WindowedSource(source, 4096);
  const start = await findId3v2End(window);
  const head = await window.read(start, SNIFFED_BYTES);
  return formats.find(({ isSeen }) => isSeen(head))?.open(source, start);
}

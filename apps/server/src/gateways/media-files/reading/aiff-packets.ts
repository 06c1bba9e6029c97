import { findChunk } from './audio-extent.ts';
import type { FileView } from './file-view.ts';

export interface AiffPackets {
  codec: string;
  samples: number;
}

const TYPE_AT = 18;
/** What QuickTime writes into AIFF-C counts packets where others count samples. */
const PACKETS: Readonly<Record<string, AiffPackets>> = {
  ima4: { codec: 'adpcm', samples: 64 },
};

/** How AIFF-C packs its samples; undefined where each is counted by itself, as nearly always. */
export function findAiffPackets(view: FileView, base: number): AiffPackets | undefined {
  const common = findChunk(view, { id: 'COMM', start: base + 12, isLittleEndian: false });
  return common === null ? undefined : PACKETS[view.read(common.start + TYPE_AT, 4).toString('latin1')];
}

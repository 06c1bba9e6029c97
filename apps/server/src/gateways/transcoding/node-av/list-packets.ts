import { listBareFrames } from './bare-frames.ts';
import type { ForwardReader } from './forward-reader.ts';
import { listMatroskaFrames } from './matroska-frames.ts';
import type { OpenMedia } from './open-media.ts';
import type { FirstPackets, PacketList } from './packet-mark.ts';

const BLOCKED_DSD = new Set(['dsf', 'iff']);
const BARE = new Set(['dts', 'mlp', 'truehd']);

type PacketLister = (file: ForwardReader, first: FirstPackets) => PacketList;

/** Lists the packets of a file without its demuxer, which takes many times as long; undefined where nobody else takes it apart. */
export function findPacketLister(media: OpenMedia): PacketLister | undefined {
  const name = media.format.iformat?.name ?? '';
  if (BLOCKED_DSD.has(name) && media.codecName.startsWith('dsd_')) return listEven;
  if (BARE.has(name)) return listBareFrames;
  return name.startsWith('matroska') ? listMatroskaFrames : undefined;
}

/** DSD lies there in blocks of one size with nothing between: only the size of the file is looked at. */
function* listEven({ sizeBytes }: ForwardReader, [first, second]: FirstPackets): PacketList {
  const { size, position: start, label: origin } = first;
  if (size === 0 || second.position !== start + size || second.size !== size) return false;
  const step = second.label - origin;
  const count = Math.floor((sizeBytes - start) / size);
  const mark = { ...first };
  for (let number = 0; number < count; number++) {
    mark.label = origin + number * step;
    mark.position = start + number * size;
    yield mark;
  }
  return true;
}

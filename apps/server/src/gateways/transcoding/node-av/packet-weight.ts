import { MediaContainerError } from '@jetstream/media-containers';
import { readVorbisHeaders, vorbisBlockSamples } from '@jetstream/media-containers/vorbis-headers';
import type { OpenMedia } from './open-media.ts';
import type { PacketMark } from './packet-mark.ts';

/** How much sound the next packet has in comparison with the others of its stream, told without decoding it. */
export type PacketWeight = (packet: Pick<PacketMark, 'size' | 'data'>) => number;

/** Codecs, by FFmpeg's names, of which all packets but the last have as many samples. */
const EVEN = new Set(
  'ac3 eac3 dts truehd mlp alac tta wavpack musepack7 musepack8 speex mp1 mp2 atrac3 gsm gsm_ms amr_nb amr_wb dst'.split(
    ' ',
  ),
);
const PLAIN = /^(?:pcm|dsd)_/;
/** Where the flags of WMA lie behind the header of a wave format, and the one that lets frames reach into the next packet. */
const WMA_FLAGS_AT: Readonly<Record<string, number>> = { wmav1: 2, wmav2: 4 };
const WMA_RESERVOIR = 2;
const WMA_COUNT_BITS = 0x0f;

/** Undefined for codecs whose packets tell nothing of their length. */
export function findPacketWeight({ codecName: codec, stream }: OpenMedia): PacketWeight | undefined {
  if (EVEN.has(codec)) return () => 1;
  if (PLAIN.test(codec)) return ({ size }) => size;
  const { extradata } = stream.codecpar;
  if (extradata === null) return undefined;
  const flagsAt = WMA_FLAGS_AT[codec];
  if (flagsAt !== undefined) {
    const hasReservoir = ((extradata[flagsAt] ?? 0) & WMA_RESERVOIR) !== 0;
    return hasReservoir ? ({ data }) => (data?.[0] ?? 0) & WMA_COUNT_BITS : () => 1;
  }
  return codec === 'vorbis' ? weighVorbis(extradata) : undefined;
}

/** A packet completes the half of a block that it shares with the one before. */
function weighVorbis(extradata: Uint8Array): PacketWeight | undefined {
  const sizes = readBlockSizes(extradata);
  let before = 0;
  return (
    sizes &&
    (({ data }) => {
      const block = vorbisBlockSamples(sizes, data ?? new Uint8Array()) ?? 0;
      const weight = (before + block) / 4;
      before = block;
      return weight;
    })
  );
}

function readBlockSizes(extradata: Uint8Array): readonly number[] | undefined {
  try {
    return readVorbisHeaders(extradata).modeBlockSamples;
  } catch (error) {
    if (error instanceof MediaContainerError) return undefined;
    throw error;
  }
}

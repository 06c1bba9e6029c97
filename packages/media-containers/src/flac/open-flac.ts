import { WindowedSource } from '../bytes/windowed-source.ts';
import { toCodecSetup } from '../codecs/to-codec-setup.ts';
import type { ByteSource, PacketStream } from '../packet-stream.ts';
import { findTagsStart } from '../tags/trailing-tags.ts';
import { FlacFrames } from './flac-frames.ts';
import { readFlacMetadata } from './flac-metadata.ts';
import { findEnd, FrameFinder, TAIL_BYTES } from './frame-finder.ts';

const PIECE_BYTES = 256 * 1024;
const PROBE_BYTES = 64 * 1024;

/** FLAC as its own file (RFC 9639), the marker at `start`. Lossless: there is neither delay nor padding. */
export async function openFlac(source: ByteSource, start: number): Promise<PacketStream | undefined> {
  const window = new WindowedSource(source, PIECE_BYTES);
  const { info, streamInfo, seekPoints, firstFramePosition } = await readFlacMetadata(window, start);
  const endPosition = await findTagsStart(new WindowedSource(source, 0));
  const frames = new FlacFrames({ source: window, info, endPosition });
  const first = await frames.openAt(firstFramePosition);
  if (!first) return undefined;
  // What STREAMINFO announces is not there in files that are cut off.
  const end = await findEnd(frames.reading(new WindowedSource(source, TAIL_BYTES)), first, endPosition);
  const isWhole = info.totalSamples > 0 && end.sample >= info.totalSamples;
  const endSample = isWhole ? info.totalSamples : end.sample;
  const finder = new FrameFinder({
    frames,
    probes: frames.reading(new WindowedSource(source, PROBE_BYTES)),
    first,
    end: { sample: endSample, position: isWhole ? endPosition : end.position },
    seekPoints,
  });
  return {
    setup: toCodecSetup({ ...info, codec: 'flac', extradata: streamInfo }),
    delaySamples: 0,
    paddingSamples: 0,
    durationSamples: endSample - first.startSample,
    readPackets: (fromSample, toSample) => finder.readPackets(fromSample, toSample),
  };
}

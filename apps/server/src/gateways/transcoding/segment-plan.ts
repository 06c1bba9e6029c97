export interface Stretch {
  startSample: number;
  endSample: number;
  durationSamples: number;
}

export interface PacketGrid {
  packetSamples: number;
  delaySamples: number;
  /** Packets that are encoded before the first wanted one, so that the encoder is where it would be in one continuous run. */
  primingPackets: number;
}

/** Packets by their number from the start of the whole encoding. */
export interface SegmentPlan {
  /** The encoder starts here; what it makes before `firstPacket` is dropped. */
  startPacket: number;
  firstPacket: number;
  endPacket: number;
}

/**
 * A fresh encoder that is given the sound from a multiple of the packet length on makes its packets at the places where a
 * continuous one makes them: both have the same delay before their first sample.
 */
export function planSegment(stretch: Stretch, grid: PacketGrid): SegmentPlan {
  const allPackets = Math.ceil((grid.delaySamples + stretch.durationSamples) / grid.packetSamples);
  const firstPacket = Math.min(allPackets, Math.max(0, Math.ceil(stretch.startSample / grid.packetSamples)));
  const endPacket = Math.min(allPackets, Math.ceil(stretch.endSample / grid.packetSamples));
  return { startPacket: Math.max(0, firstPacket - grid.primingPackets), firstPacket, endPacket };
}

/** Where a resampler starts, so that its first output is at a whole sample of the source: the same phase whatever was asked before. */
export interface ResamplingStart {
  sourceSample: number;
  targetSample: number;
}

/** Reach of the resampler's filter into the past, at the lower of both rates. */
const FILTER_REACH_SAMPLES = 256;

export function alignResampling(targetSample: number, sourceHz: number, targetHz: number): ResamplingStart {
  if (sourceHz === targetHz) return { sourceSample: targetSample, targetSample };
  const divisor = greatestCommonDivisor(sourceHz, targetHz);
  const step = targetHz / divisor;
  const reach = FILTER_REACH_SAMPLES * Math.max(1, targetHz / sourceHz);
  const periods = Math.max(0, Math.floor((targetSample - reach) / step));
  return { sourceSample: periods * (sourceHz / divisor), targetSample: periods * step };
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

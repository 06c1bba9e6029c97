const LONGEST_PACKET_SAMPLES = 5760;
/** At 48 kHz: SILK and hybrid have frames of 10 ms and more, CELT of 2.5 ms and more. */
const SILK_SAMPLES = [480, 960, 1920, 2880];
const HYBRID_SAMPLES = [480, 960];
const CELT_SAMPLES = [120, 240, 480, 960];

/** Samples at 48 kHz by the first bytes of a packet (RFC 6716, section 3.1), or undefined when it is none. */
export function opusPacketSamples(packet: Uint8Array): number | undefined {
  const toc = packet[0];
  if (toc === undefined) return undefined;
  const frames = countFrames(packet, toc & 3);
  const samples = frames * frameSamples(toc >> 3);
  return samples > 0 && samples <= LONGEST_PACKET_SAMPLES ? samples : undefined;
}

function frameSamples(config: number): number {
  if (config < 12) return SILK_SAMPLES[config & 3] ?? 0;
  if (config < 16) return HYBRID_SAMPLES[config & 1] ?? 0;
  return CELT_SAMPLES[config & 3] ?? 0;
}

function countFrames(packet: Uint8Array, code: number): number {
  if (code === 3) return (packet[1] ?? 0) & 0x3f;
  return code === 0 ? 1 : 2;
}

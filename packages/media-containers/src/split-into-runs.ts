import type { AudioPacket } from './packet-stream.ts';

/** Packets that follow each other without a hole, at most `runSamples` together (but at least one packet). */
export function splitIntoRuns(packets: readonly AudioPacket[], runSamples: number): AudioPacket[][] {
  const runs: AudioPacket[][] = [];
  let end = Number.NaN;
  let limit = 0;
  for (const packet of packets) {
    const run = runs.at(-1);
    if (run && packet.startSample === end && end + packet.sampleCount <= limit) {
      run.push(packet);
    } else {
      runs.push([packet]);
      limit = packet.startSample + runSamples;
    }
    end = packet.startSample + packet.sampleCount;
  }
  return runs;
}

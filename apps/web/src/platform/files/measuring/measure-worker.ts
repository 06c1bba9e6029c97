import { AudioMeter } from '@jetstream/audio-analysis';
import { mixForSpeakers } from './mix-for-speakers.ts';
import type { MeasureAnswer, MeasureRequest } from './measure-messages.ts';

const meter = new AudioMeter();
const answer = (message: MeasureAnswer): void => self.postMessage(message, { transfer: [] });

// One worker hears one file.
self.addEventListener('message', ({ data }: MessageEvent<MeasureRequest>) => {
  if (data.kind === 'finish') return answer({ kind: 'measured', measurement: meter.finish() });
  const { channels, sampleRateHz } = data;
  meter.push(interleave(channels), sampleRateHz, channels.length, mixForSpeakers(channels));
  return answer({ kind: 'pushed' });
});

function interleave(channels: readonly Float32Array[]): Float32Array {
  const count = channels.length;
  const block = new Float32Array(count * (channels[0]?.length ?? 0));
  for (const [channel, samples] of channels.entries())
    for (let at = 0, to = channel; at < samples.length; at += 1, to += count) block[to] = samples[at] ?? 0;
  return block;
}

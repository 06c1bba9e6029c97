import { openPacketStream } from '@jetstream/media-containers';
import { BlobAudio } from '../blob-audio.ts';

/** Milliseconds, of files that say their length only at their end, as Ogg does. 0 when it is not known. */
export async function readDurationMs(file: File): Promise<number> {
  const stream = await openPacketStream(new BlobAudio(file)).catch(() => undefined);
  return stream ? Math.round((stream.durationSamples / stream.setup.sampleRateHz) * 1000) : 0;
}

import type { StoredAudio } from '@jetstream/app-core/services';
import type { AudioMeasurement } from '@jetstream/audio-analysis';
import type { MeasureAnswer, MeasureRequest } from './measure-messages.ts';
import { readSoundPieces, type PieceFormat, type SoundPiece } from './sound-pieces.ts';

/**
 * Hears a file through: the browser decodes it piece by piece, a worker measures. In memory there are two pieces at most. Undefined
 * for what the browser cannot decode, or only as a whole that is too large. @throws the signal's reason
 */
export async function measureFile(
  file: StoredAudio,
  format: PieceFormat,
  signal: AbortSignal,
): Promise<AudioMeasurement | undefined> {
  const worker = new Worker(new URL('./measure-worker.ts', import.meta.url), { type: 'module' });
  try {
    let isHeard = false;
    for await (const piece of readSoundPieces(file, format)) {
      signal.throwIfAborted();
      const channels = await decode(piece);
      if (!channels) return undefined;
      await untilIdle();
      await ask(worker, { kind: 'push', channels, sampleRateHz: piece.sampleRateHz }, channels);
      isHeard = true;
    }
    signal.throwIfAborted();
    if (!isHeard) return undefined;
    const answer = await ask(worker, { kind: 'finish' });
    return answer.kind === 'measured' ? answer.measurement : undefined;
  } finally {
    worker.terminate();
  }
}

async function decode({ bytes, sampleRateHz, cut }: SoundPiece): Promise<Float32Array[] | undefined> {
  // Takes the buffer over: a view of a larger one has to be cut out.
  const buffer = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
  const context = new OfflineAudioContext(1, 1, sampleRateHz);
  const decoded = await context.decodeAudioData(buffer as ArrayBuffer).catch(() => undefined);
  if (!decoded) return undefined;
  const from = cut ? Math.max(0, decoded.length - (cut.decodedSamples - cut.skipSamples)) : 0;
  const length = Math.max(0, decoded.length - from - (cut?.dropSamples ?? 0));
  return Array.from({ length: decoded.numberOfChannels }, (_, channel) => {
    const samples = new Float32Array(length);
    decoded.copyFromChannel(samples, channel, from);
    return samples;
  });
}

function ask(worker: Worker, request: MeasureRequest, sent: readonly Float32Array[] = []): Promise<MeasureAnswer> {
  return new Promise((resolve, reject) => {
    const answered = new AbortController();
    const { signal } = answered;
    const onMessage = ({ data }: MessageEvent<MeasureAnswer>): void => {
      answered.abort();
      resolve(data);
    };
    worker.addEventListener('message', onMessage, { signal });
    worker.addEventListener('error', ({ message }) => reject(new Error(`The measuring worker failed: ${message}`)), {
      signal,
    });
    worker.postMessage(
      request,
      sent.map(({ buffer }) => buffer),
    );
  });
}

/** Between two pieces the page comes first; Safari has no such moments, and goes on at once. */
const untilIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === 'undefined') resolve();
    else requestIdleCallback(() => resolve(), { timeout: 1_000 });
  });

import { AudioMeter } from '@jetstream/audio-analysis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildHeldFile } from './build-held-file.ts';
import { MeasureQueue } from './measure-queue.ts';
import type { MeasureAnswer, MeasureRequest } from './measuring/measure-messages.ts';

/** What Node has not: a browser's decoder, and a worker that measures in this thread and answers at once or when `gate` opens. */
let gate = Promise.resolve();

class SilentContext {
  readonly decodeAudioData = async () => ({ numberOfChannels: 1, length: 8_000, copyFromChannel: () => undefined });
}

class ThisThreadWorker extends EventTarget {
  readonly #meter = new AudioMeter();

  postMessage(request: MeasureRequest): void {
    void gate.then(() => this.#answer(this.#hear(request)));
  }

  terminate(): void {}

  #hear(request: MeasureRequest): MeasureAnswer {
    if (request.kind === 'finish') return { kind: 'measured', measurement: this.#meter.finish() };
    this.#meter.push(request.channels[0] ?? new Float32Array(), request.sampleRateHz, 1);
    return { kind: 'pushed' };
  }

  #answer(data: MeasureAnswer): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

/** What is loaded for the first file takes its time on a busy machine. */
const inTime = { timeout: 4_000 };

beforeEach(() => {
  gate = Promise.resolve();
  vi.stubGlobal('Worker', ThisThreadWorker);
  vi.stubGlobal('OfflineAudioContext', SilentContext);
});
afterEach(() => vi.unstubAllGlobals());

async function createQueue(...ids: string[]) {
  const held = await Promise.all(ids.map(buildHeldFile));
  const files = new Map(held.map((file) => [file.track.id, file]));
  const told: string[] = [];
  const queue = new MeasureQueue(files, {
    onLevelled: ({ track }) => told.push(`levelled ${track.id}`),
    onMeasured: ({ track }) => told.push(`measured ${track.id}`),
  });
  return { files, told, queue };
}

test('files are measured one after the other, as they are wanted', async () => {
  const { told, queue } = await createQueue('a', 'b', 'c');
  queue.want(['b', 'a']);
  await vi.waitFor(() => expect(told).toEqual(['levelled b', 'measured b', 'levelled a', 'measured a']), inTime);
});

test('of a file that was forgotten while it was measured nothing is told; the next one is measured', async () => {
  const { files, told, queue } = await createQueue('a', 'b');
  const opened = Promise.withResolvers<void>();
  gate = opened.promise;
  queue.want(['a', 'b']);
  files.delete('a');
  opened.resolve();
  await vi.waitFor(() => expect(told).toEqual(['levelled b', 'measured b']), inTime);
});

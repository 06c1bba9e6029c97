import { AudioMeter } from '@jetstream/audio-analysis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildHeldFile } from './build-held-file.ts';
import { HeldFiles } from './held-files.ts';
import { MeasureQueue } from './measure-queue.ts';
import type { MeasureAnswer, MeasureRequest } from './measuring/measure-messages.ts';

/** What Node has not: a browser's decoder, and a worker that measures in this thread and answers at once or when `gate` opens. */
let gate = Promise.resolve();
let sound = (_at: number): number => 0;

class SilentContext {
  readonly decodeAudioData = async () => ({
    numberOfChannels: 1,
    length: 48_000,
    copyFromChannel: (samples: Float32Array) => samples.forEach((_, at) => (samples[at] = sound(at / 8))),
  });
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
  sound = () => 0;
  vi.stubGlobal('Worker', ThisThreadWorker);
  vi.stubGlobal('OfflineAudioContext', SilentContext);
});
afterEach(() => vi.unstubAllGlobals());

async function createQueue(...ids: string[]) {
  const files = new HeldFiles();
  for (const id of ids) await buildHeldFile(id, { files, albumKey: id.startsWith('album') ? 'album' : null });
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

test('all files of an album have its level once each of them was measured; the rest of it is, where that is wanted', async () => {
  const { files, told, queue } = await createQueue('album-a', 'album-b', 'alone');
  const gains = () => files.list().map(({ loudness }) => loudness?.albumGainDb ?? null);
  sound = (at) => Math.sin(at) * 0.5;
  queue.want(['album-a']);
  await vi.waitFor(() => expect(told).toEqual(['levelled album-a', 'measured album-a']), inTime);
  expect(gains()).toEqual([null, null, null]);
  sound = (at) => Math.sin(at) * 0.05;
  queue.want(['album-a', 'alone'], { withAlbums: true });
  await vi.waitFor(() => expect(told).toContain('measured album-b'), inTime);
  expect(told.slice(4)).toEqual(['levelled album-b', 'levelled album-a', 'measured album-b']);
  const [first, second, other] = files.list().map(({ loudness }) => loudness);
  expect(first?.albumGainDb).toBe(second?.albumGainDb);
  // The quiet one is below the relative gate.
  expect(first?.albumGainDb).toBeCloseTo(first?.trackGainDb ?? Number.NaN, 1);
  expect((second?.trackGainDb ?? 0) - (first?.trackGainDb ?? 0)).toBeCloseTo(20, 1);
  expect(other?.albumGainDb).toBeNull();
});

test('of a file that was forgotten while it was measured nothing is told; the next one is measured', async () => {
  const { files, told, queue } = await createQueue('a', 'b');
  const opened = Promise.withResolvers<void>();
  gate = opened.promise;
  queue.want(['a', 'b']);
  files.forget(['a']);
  opened.resolve();
  await vi.waitFor(() => expect(told).toEqual(['levelled b', 'measured b']), inTime);
});

test('a listener that fails is reported, and keeps neither that file from being kept nor the next from being measured', async () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  const { files } = await createQueue('a', 'b');
  const measured: string[] = [];
  const fault = new Error('No room on the screen.');
  const queue = new MeasureQueue(files, {
    onLevelled: () => {
      throw fault;
    },
    onMeasured: ({ track }) => measured.push(track.id),
  });
  queue.want(['a', 'b']);
  await vi.waitFor(() => expect(measured).toEqual(['a', 'b']), inTime);
  expect(reported).toEqual([fault, fault]);
});

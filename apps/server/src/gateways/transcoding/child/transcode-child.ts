import { Worker } from 'node:worker_threads';
import type { TranscodingBackend } from '../backend.ts';
import type { ChildAnswer, ChildFault, ChildOptions, ChildOrder, ChildRequest } from '../child-messages.ts';
import {
  LostProgramError,
  UnreadableMediaError,
  UnstartableProgramError,
  UnsupportedTargetError,
} from '../transcoding-errors.ts';
import { OrderWork } from './order-work.ts';
import type { WatchdogData } from './watchdog.ts';

/** Files are let go of, so that disks can be taken away. */
const REST_AFTER_MS = 10_000;

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const send = (answer: ChildAnswer) => {
  if (process.connected) process.send?.(answer);
};
/** At once: libraries that are torn down with files open may crash. */
const end = () => process.kill(process.pid, 'SIGKILL');

process.on('disconnect', end);

try {
  serve(await loadBackend(options));
  send({ kind: 'ready' });
  const workerData: WatchdogData = { parentPid: process.ppid, memoryLimitBytes: options.memoryLimitBytes };
  new Worker(new URL('./watchdog.ts', import.meta.url), { workerData }).unref();
} catch (error) {
  send({ kind: 'unstartable', backend: options.backend, message: messageOf(error) });
}

async function loadBackend({ backend, ffmpegPath, ffprobePath }: ChildOptions): Promise<TranscodingBackend> {
  if (backend === 'node-av') {
    const { NodeAvBackend } = await import('../node-av/node-av-backend.ts');
    return new NodeAvBackend();
  }
  const { FfmpegBackend } = await import('../ffmpeg/ffmpeg-backend.ts');
  return new FfmpegBackend({ ffmpegPath, ffprobePath });
}

function serve(backend: TranscodingBackend): void {
  let current: OrderWork | undefined;
  let resting: NodeJS.Timeout | undefined;
  let isPaused = false;
  process.on('message', (request: ChildRequest) => {
    if ('cancelledId' in request) {
      if (current?.id === request.cancelledId) current.cancel();
      return;
    }
    if ('isPaused' in request) {
      isPaused = request.isPaused;
      current?.setPaused(isPaused);
      return;
    }
    clearTimeout(resting);
    const { id, order } = request;
    current = new OrderWork(id, send);
    current.setPaused(isPaused);
    void answerOrder(backend, order, current).then((message) => {
      send(message);
      resting = setTimeout(() => backend.rest(), REST_AFTER_MS);
    });
  });
}

async function answerOrder(backend: TranscodingBackend, order: ChildOrder, work: OrderWork): Promise<ChildAnswer> {
  const { id } = work;
  try {
    return { kind: 'done', id, result: await carryOut(backend, order, work) };
  } catch (error) {
    // What a failure left open is of no use to the next order.
    backend.rest();
    return { kind: 'failed', id, fault: toFault(error, work) };
  }
}

async function carryOut(backend: TranscodingBackend, order: ChildOrder, work: OrderWork): Promise<unknown> {
  const { id } = work;
  if (order.kind === 'probe') return await backend.probe(order.input, work);
  if (order.kind === 'describe') return await backend.describe(order.target, work);
  if (order.kind === 'analyse') return await backend.analyse(order.input, work, (share) => work.tellProgress(share));
  return await backend.encode(order.order, work, (packets, description) =>
    send({ kind: 'packets', id, packets, description }),
  );
}

function toFault(error: unknown, work: OrderWork): ChildFault {
  const message = messageOf(error);
  if (work.signal.aborted) return { kind: 'cancelled', message };
  if (error instanceof UnreadableMediaError) return { kind: 'unreadable', message };
  if (error instanceof LostProgramError) return { kind: error.kind, message };
  if (error instanceof UnstartableProgramError) return { kind: 'unstartable', message };
  return { kind: error instanceof UnsupportedTargetError ? 'unsupported' : 'bug', message };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

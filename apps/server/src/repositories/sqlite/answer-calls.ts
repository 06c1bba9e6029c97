import { parentPort, workerData } from 'node:worker_threads';
import { type StoreAnswer, type StoreCall, type StoreThreadOptions, toFault } from './store-messages.ts';

export interface CallAnswerer {
  answer(call: StoreCall): Promise<StoreAnswer>;
}

/** In a worker thread: answers the main thread's calls. The first one opens the file; a fault in opening is its answer. */
export function answerCalls(open: (options: StoreThreadOptions) => CallAnswerer): void {
  const port = parentPort;
  if (!port) throw new Error('The stores run in worker threads only');
  let answerer: CallAnswerer | undefined;
  const answer = async (call: StoreCall): Promise<StoreAnswer> => {
    try {
      if (call.method === 'close' && !answerer) return { callId: call.callId, catalogueVersion: '', result: undefined };
      answerer ??= open(workerData as StoreThreadOptions);
      return await answerer.answer(call);
    } catch (error) {
      return { callId: call.callId, catalogueVersion: '', error: toFault(error) };
    }
  };
  port.on('message', async (call: StoreCall) => port.postMessage(await answer(call)));
}

import { SourceError } from '../audio-media.ts';

export type MediaFetch = typeof fetch;

/** Opens a media address, which needs no credentials. `refused`: it is not good, or not any more; `gone`: nothing is there, or another file by now. */
export async function openMedia(
  url: string,
  { signal, fetch }: { signal: AbortSignal; fetch: MediaFetch },
): Promise<Response | 'refused' | 'gone'> {
  const answer = await fetch(url, { signal, credentials: 'omit' }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new SourceError('unreachable', { cause: error });
  });
  const { status } = answer;
  if (answer.ok) return answer;
  await answer.body?.cancel();
  if (status === 401 || status === 403) return 'refused';
  if (status === 404 || status === 410) return 'gone';
  if (status === 422 || status === 415) throw new SourceError('damaged');
  throw new SourceError('unreachable');
}

export async function* readChunks({ body }: Response): AsyncIterable<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new SourceError('unreachable', { cause: error });
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

export async function readAll(response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new SourceError('unreachable', { cause: error });
  }
}

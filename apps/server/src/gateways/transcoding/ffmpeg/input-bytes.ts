import { open } from 'node:fs/promises';
import type { ByteSource } from '@jetstream/media-containers';
import type { ReachableInput, Work } from '../backend.ts';
import { UnreadableMediaError } from '../transcoding-errors.ts';

const FILE_SCHEME = 'file:';

/** Lends the bytes of an input, and closes it. @throws UnreadableMediaError when it cannot be opened */
export async function withBytes<T>(
  { url }: ReachableInput,
  { signal }: Work,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  if (!url.startsWith(FILE_SCHEME)) return await use(await openAddress(url, signal));
  const file = await open(url.slice(FILE_SCHEME.length)).catch((cause: unknown) => {
    throw new UnreadableMediaError(`It cannot be read: ${String(cause)}`);
  });
  try {
    const read = async (position: number, length: number) => {
      const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    return await use({ sizeBytes: (await file.stat()).size, read });
  } finally {
    await file.close();
  }
}

async function openAddress(url: string, signal: AbortSignal): Promise<ByteSource> {
  const fetchRange = async (position: number, length: number) => {
    const range = `bytes=${position}-${position + length - 1}`;
    const response = await fetch(url, { headers: { range }, signal });
    if (!response.ok) throw new UnreadableMediaError('It cannot be read.');
    return response;
  };
  const head = await fetchRange(0, 1);
  await head.arrayBuffer();
  return {
    sizeBytes: Number(head.headers.get('content-range')?.split('/')[1] ?? 0),
    read: async (position, length) => new Uint8Array(await (await fetchRange(position, length)).arrayBuffer()),
  };
}

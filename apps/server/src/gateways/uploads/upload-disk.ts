import { createHash } from 'node:crypto';
import { stat, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { DomainError } from '#models/errors.ts';

const READ_BYTES = 1024 * 1024;

export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** @throws DomainError unavailable */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(cause))) return undefined;
    throw toUnavailable(cause);
  }
}

/** What the disk refuses is told as the server's trouble. @throws DomainError unavailable */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DomainError ? error : toUnavailable(error);
  }
}

/** SHA-256 in hex. */
export async function hashFile(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

function toUnavailable(cause: unknown): DomainError {
  const reason = codeOf(cause) === 'ENOSPC' ? 'its disk is full' : `it cannot be used (${codeOf(cause) || 'unknown'})`;
  return new DomainError('unavailable', `The folder of uploads is in trouble: ${reason}.`, { cause });
}

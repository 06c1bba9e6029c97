import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestServer } from './test-server.ts';

/** A segment is kept after it was sent: what is written meanwhile makes a folder that is being removed full again. */
const TRIES = 20;

/** Takes away all that the server keeps of media that it made. */
export async function emptyCache({ context }: TestServer): Promise<void> {
  await rm(join(context.config.dataDirectory, 'cache'), { recursive: true, force: true, maxRetries: TRIES });
}

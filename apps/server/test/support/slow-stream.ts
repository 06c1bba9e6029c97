import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** Begins to receive and stops reading, as a player with a full buffer. */
export async function beginStream(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const place = new URL(url);
  place.hostname = '127.0.0.1';
  const [response] = (await once(get(place, { headers }), 'response')) as [IncomingMessage];
  response.pause();
  return response;
}

/** Everything that still comes, whether or not it ends well. */
export async function readRest(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
  } catch {
    // Cut off: the length tells.
  }
  return Buffer.concat(chunks);
}

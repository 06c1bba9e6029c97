import { hash } from 'node:crypto';
import { connect } from 'node:net';
import type { SignedIn, TestServer } from './test-server.ts';

/** tus as bare requests, for looking at single answers. */
export function createTus({ url, fetch }: TestServer, { session }: SignedIn) {
  const headers = { authorization: `Bearer ${session.accessToken}`, 'tus-resumable': '1.0.0' };
  return {
    /** Announces a file, and sends it along when `body` is given. */
    create(size: number, metadata: Record<string, string> = {}, body?: Uint8Array<ArrayBuffer>): Promise<Response> {
      const described = Object.entries({ filename: 'song.wav', ...metadata }).map(
        ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
      );
      return fetch(`${url}/api/v1/uploads`, {
        method: 'POST',
        headers: {
          ...headers,
          'upload-length': String(size),
          'upload-metadata': described.join(','),
          ...(body && { 'content-type': 'application/offset+octet-stream' }),
        },
        ...(body && { body }),
      });
    },
    send: (location: string, offset: number, body: Uint8Array<ArrayBuffer>): Promise<Response> =>
      fetch(url + location, {
        method: 'PATCH',
        headers: {
          ...headers,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body,
      }),
    /** The beginning of a piece, on a connection of its own; returns what breaks it. */
    beginSending(location: string, length: number, beginning: Uint8Array): () => void {
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      const lines = Object.entries({
        ...headers,
        host: hostname,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': length,
      }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`PATCH ${location} HTTP/1.1\r\n${lines.join('')}\r\n`);
      socket.write(beginning);
      return () => socket.destroy();
    },
    head: (location: string): Promise<Response> => fetch(url + location, { method: 'HEAD', headers }),
    terminate: (location: string): Promise<Response> => fetch(url + location, { method: 'DELETE', headers }),
  };
}

export const locationOf = (response: Response): string => response.headers.get('location') ?? '';
export const idOf = (location: string): string => location.slice(location.lastIndexOf('/') + 1);
export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

/** Resolves when everything that was sent is taken in and scanned. */
export async function whenTakenIn({ contexts }: TestServer): Promise<void> {
  for (const { services } of contexts) await services.uploadIntake.whenIdle();
  for (const { services } of contexts) await services.scanService.whenIdle();
}

import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What went through, for one kind of request. */
export interface Traffic {
  requests: number;
  /** Bytes of answers' bodies. */
  bytes: number;
}

/** Stands before a service for buckets: counts what goes through, and can shut. */
export interface S3Gate {
  url: string;
  /** Reads of objects, since the last reset. */
  reads: Traffic;
  listings: Traffic;
  /** Paths of reads with their ranges. */
  readonly log: string[];
  reset(): void;
  /** Nobody answers any more, and what is under way breaks off. */
  shut(): void;
  reopen(): void;
  stop(): Promise<void>;
}

export async function openS3Gate(target: string): Promise<S3Gate> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isShut = false;
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (isShut) return void incoming.socket.destroy();
    const { method, url, headers } = incoming;
    const onward = ask({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      const isListing = /[?&]list-type=2/.test(url ?? '');
      const traffic = method !== 'GET' ? undefined : isListing ? gate.listings : gate.reads;
      if (traffic) traffic.requests++;
      if (traffic === gate.reads) gate.log.push(`${url?.split('?')[0]} ${headers.range ?? ''}`);
      answer.on('data', (chunk: Buffer) => {
        if (traffic) traffic.bytes += chunk.length;
      });
      answer.pipe(outgoing);
      outgoing.on('close', () => answer.destroy());
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  };
  const server = createServer(pass);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (isShut) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakOff = () => {
    for (const socket of sockets) socket.destroy();
  };
  const gate: S3Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads: { requests: 0, bytes: 0 },
    listings: { requests: 0, bytes: 0 },
    log: [],
    reset() {
      gate.reads = { requests: 0, bytes: 0 };
      gate.listings = { requests: 0, bytes: 0 };
      gate.log.length = 0;
    },
    shut() {
      isShut = true;
      breakOff();
    },
    reopen() {
      isShut = false;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        breakOff();
      }),
  };
  return gate;
}

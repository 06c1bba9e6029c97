import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { StartError } from '#models/start-error.ts';

export interface HttpListener {
  port: number;
  /** Addresses to open, this machine's own first. */
  urls: string[];
  /** From now on each answer is the last of its connection, so that clients which keep theirs open go elsewhere. */
  beginDrain(): void;
  /** Takes no more connections, and waits for the answers under way; those that take too long are cut off. */
  stop(graceMs: number): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 15_000;
/** For receiving a request, not for answering it: streams may take hours. */
const REQUEST_TIMEOUT_MS = 60_000;
/** After this long, or twice as long, without a byte either way a client has gone, or holds memory and files by not reading. */
const SILENCE_TIMEOUT_MS = 120_000;
/** Longer than the minute after which common proxies give up idle connections. */
const KEEP_ALIVE_MS = 65_000;

export async function listen(handler: RequestListener, place: { host: string; port: number }): Promise<HttpListener> {
  const drain = createDrain();
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    drain.lead(handler),
  );
  server.setTimeout(SILENCE_TIMEOUT_MS);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(toStartError(error, place)));
  server.listen(place.port, place.host, resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  return {
    port,
    urls: listUrls(place.host, port),
    beginDrain: () => drain.begin(),
    stop(graceMs) {
      drain.begin();
      return stop(server, graceMs);
    },
  };
}

/** Answers whose head has gone out promised to keep the connection; it is closed behind them. */
function createDrain() {
  const underWay = new Set<ServerResponse>();
  let hasBegun = false;
  return {
    lead:
      (handler: RequestListener): RequestListener =>
      (request, response) => {
        if (hasBegun) response.shouldKeepAlive = false;
        underWay.add(response);
        response.once('close', () => {
          underWay.delete(response);
          if (hasBegun) request.socket.end();
        });
        handler(request, response);
      },
    begin() {
      hasBegun = true;
      for (const response of underWay) if (!response.headersSent) response.shouldKeepAlive = false;
    },
  };
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  await promise;
  clearTimeout(cutOff);
}

function toStartError(cause: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): StartError {
  const messages: Record<string, string> = {
    EADDRINUSE:
      `Port ${port} is taken by another program, perhaps a JetStream that runs already. ` +
      `Stop that one, or choose another port: --port ${port < 65_535 ? port + 1 : port - 1}.`,
    EACCES: `Port ${port} may not be opened by this user: choose one from 1024 on with --port.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine: use 0.0.0.0 for all of its addresses, or 127.0.0.1.`,
    ENOTFOUND: `The host name ${host} is not known: use 0.0.0.0 for all addresses of this machine, or 127.0.0.1.`,
  };
  const message = messages[cause.code ?? ''] ?? `Listening on ${host}, port ${port}, failed: ${cause.message}.`;
  return new StartError(message, { cause });
}

function listUrls(host: string, port: number): string[] {
  const toUrl = (address: string) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
  if (host !== '0.0.0.0' && host !== '::') return [toUrl(host)];
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  return [toUrl('localhost'), ...others.map(({ address }) => toUrl(address))];
}

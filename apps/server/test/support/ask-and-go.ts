import { connect } from 'node:net';

/** Asks, and goes as soon as the request is on its way. */
export async function askAndGo(baseUrl: string, path: string): Promise<void> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, resolve));
  socket.destroy();
}

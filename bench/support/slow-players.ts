import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Players in a process of their own, so that their work is not measured as the server's: `slow-players.ts <streams> <url>…` plays until its
 * parent says so, then tells how it went.
 */
export interface PlayersReport {
  receivedBytes: number;
  faults: string[];
}

/** What a player with a full buffer takes in a second. */
const BYTES_A_SECOND = 32 * 1024;
/** They come one after the other, as people do. */
const ARRIVAL_MS = 10_000;

const [count = '0', ...urls] = process.argv.slice(2);
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
const end = new AbortController();
process.once('message', () => end.abort());
const players = Array.from({ length: Number(count) }, (_, n) => play(urls[n % urls.length] ?? '', n));
const outcomes = await Promise.all(players);
const report: PlayersReport = {
  receivedBytes: outcomes.reduce((sum, { received }) => sum + received, 0),
  faults: outcomes.flatMap(({ fault }) => fault ?? []),
};
process.send?.(report);
process.disconnect?.();

async function play(url: string, n: number): Promise<{ received: number; fault?: string | undefined }> {
  let received = 0;
  let fault: string | undefined;
  await wait((n / Number(count)) * ARRIVAL_MS);
  try {
    const response = await open(url, { range: `bytes=${(n % 7) * 1_000_000}-` });
    if (response.statusCode !== 206) return { received, fault: `status ${response.statusCode}` };
    response.on('error', (error) => (fault = error.message));
    response.pause();
    while (!end.signal.aborted && !response.destroyed && !response.readableEnded) {
      const chunk = (response.read(BYTES_A_SECOND) ?? response.read()) as Buffer | null;
      received += chunk?.length ?? 0;
      await wait(1000);
    }
    response.destroy();
  } catch (error) {
    fault = String(error);
  }
  return { received, fault: end.signal.aborted ? undefined : fault };
}

function open(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, resolve).on('error', reject);
  });
}

import { setTimeout as wait } from 'node:timers/promises';

/** `refused` is what a store that is away has to look like: 503 `unavailable`, with a time to come back. */
export interface Outcome {
  verdict: 'ok' | 'refused' | `faulty: ${string}`;
  elapsedMs: number;
  body: string;
}

export interface Question {
  method?: string;
  authorization?: string;
  range?: string;
  body?: unknown;
}

const LONGEST_ANSWER_MS = 30_000;
/** Clients of flesh and blood do not ask without a pause, and the machine has other tests to run. */
const PAUSE_MS = 20;

/** Never throws: whatever comes is an outcome. */
export async function ask(url: string, { method = 'GET', authorization, range, body }: Question): Promise<Outcome> {
  const beganAtMs = performance.now();
  const answer = (verdict: Outcome['verdict'], text = ''): Outcome => ({
    verdict,
    elapsedMs: performance.now() - beganAtMs,
    body: text,
  });
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(range !== undefined && { range }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
    if (response.ok) return answer('ok', text);
    const { code } = JSON.parse(text) as { code?: string };
    const isRefusal = response.status === 503 && code === 'unavailable';
    if (isRefusal && Number(response.headers.get('retry-after')) > 0) return answer('refused', text);
    return answer(`faulty: ${response.status} ${code}`, text);
  } catch (error) {
    return answer(`faulty: ${(error as Error).name} ${(error as Error).message}`);
  }
}

export interface Tally {
  sent: number;
  ok: number;
  refused: number;
  slowestMs: number;
  /** Each kind of fault, with how often it came. */
  faults: Record<string, number>;
}

export interface Load {
  /** As it stands; it goes on counting. */
  tally: Tally;
  /** Resolves when the last answer has come. */
  stop(): Promise<Tally>;
}

/** Asks one question after the other with so many clients until it is told to stop, or the signal does. */
export function startLoad(
  { clients, signal, pauseMs = PAUSE_MS }: { clients: number; signal: AbortSignal; pauseMs?: number },
  next: (turn: number) => Promise<Outcome>,
): Load {
  const tally: Tally = { sent: 0, ok: 0, refused: 0, slowestMs: 0, faults: {} };
  const end = new AbortController();
  const asking = Array.from({ length: clients }, async () => {
    while (!end.signal.aborted && !signal.aborted) {
      const { verdict, elapsedMs } = await next(tally.sent++);
      tally.slowestMs = Math.max(tally.slowestMs, Math.round(elapsedMs));
      if (verdict === 'ok' || verdict === 'refused') tally[verdict]++;
      else tally.faults[verdict] = (tally.faults[verdict] ?? 0) + 1;
      await wait(pauseMs);
    }
  });
  return {
    tally,
    async stop() {
      end.abort();
      await Promise.all(asking);
      return tally;
    },
  };
}

/** For the report of a test. */
export const describeTally = (name: string, { sent, ok, refused, slowestMs, faults }: Tally): string =>
  `${name}: ${sent} sent, ${ok} answered, ${refused} refused with 503, slowest ${slowestMs} ms, faults ${JSON.stringify(faults)}`;

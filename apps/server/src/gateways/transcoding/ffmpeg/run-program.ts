import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Work } from '../backend.ts';
import { toLoss, UnreadableMediaError, UnstartableProgramError } from '../transcoding-errors.ts';

const LONGEST_COMPLAINT = 4_000;

export interface ProgramRun {
  path: string;
  args: readonly string[];
  /** What it reads from its standard input. */
  input?: AsyncIterable<Uint8Array> | undefined;
}

/**
 * Runs a program and gives what it writes, piece by piece, as fast as it is taken. Ends the program with the work, or when no more is
 * taken. @throws UnreadableMediaError when it fails without having written anything, LostProgramError, UnstartableProgramError
 */
export async function* runProgram({ path, args, input }: ProgramRun, work: Work): AsyncGenerator<Buffer> {
  const program = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // A program that has enough closes its input.
  let fault: unknown;
  const fed = input ? Readable.from(watch(input, (cause) => (fault = cause))) : Readable.from([]);
  const feeding = pipeline(fed, program.stdin).catch(() => undefined);
  const end = () => program.kill('SIGKILL');
  work.signal.addEventListener('abort', end, { once: true });
  const exit = waitForEnd(program);
  exit.catch(() => undefined);
  let complaint = '';
  program.stderr.setEncoding('utf8');
  program.stderr.on('data', (text: string) => {
    complaint = (complaint + text).slice(-LONGEST_COMPLAINT);
  });
  let hasWritten = false;
  try {
    for await (const piece of program.stdout) {
      hasWritten = true;
      yield piece as Buffer;
      await work.breathe();
    }
    const [code, signal] = await exit;
    work.signal.throwIfAborted();
    // What it wrote is not all of it.
    if (code === null) throw toLoss(signal);
    if (fault !== undefined) throw fault;
    if (code !== 0 && !hasWritten) throw new UnreadableMediaError(toReason(complaint));
  } finally {
    work.signal.removeEventListener('abort', end);
    end();
    await exit;
    await feeding;
  }
}

async function waitForEnd(program: ChildProcess): Promise<[code: number | null, signal: NodeJS.Signals | null]> {
  try {
    return (await once(program, 'close')) as [number | null, NodeJS.Signals | null];
  } catch (cause) {
    throw new UnstartableProgramError(cause);
  }
}

/** Tells why it could not be read on: a program only sees its end. */
async function* watch(input: AsyncIterable<Uint8Array>, onFault: (fault: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* input;
  } catch (error) {
    onFault(error);
    throw error;
  }
}

export async function readProgram(path: string, args: readonly string[], work: Work): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of runProgram({ path, args }, work)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The last line, without what it tells of this machine. */
function toReason(complaint: string): string {
  const line = complaint.trim().split('\n').at(-1) ?? '';
  const reason = line.split(': ').at(-1) ?? '';
  return `It cannot be decoded: ${reason === '' ? 'FFmpeg gives no reason' : reason}.`;
}

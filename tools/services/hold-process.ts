import { execFileSync } from 'node:child_process';

/** Holds a process and its children up, as a machine that hangs: connections stay open and nothing answers. */
export const holdProcess = (pid: number): void => signalAll(pid, 'SIGSTOP');

export const resumeProcess = (pid: number): void => signalAll(pid, 'SIGCONT');

function signalAll(pid: number, signal: NodeJS.Signals): void {
  // The parent first: held up, it starts no more children.
  process.kill(pid, signal);
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  for (const row of rows) {
    const [child, parent] = row.trim().split(/\s+/).map(Number);
    if (child !== undefined && parent === pid) signalOne(child, signal);
  }
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

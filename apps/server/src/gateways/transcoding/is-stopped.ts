import { readFileSync } from 'node:fs';

/** Whether the process, or one that it started, was stopped by SIGSTOP. Only Linux tells; elsewhere nothing seems stopped. */
export function isStopped(pid: number): boolean {
  const children = readProcess(`${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  return [String(pid), ...children].some((each) => STOPPED.test(readProcess(`${each}/stat`)));
}

/** The state follows the program's name, which may hold anything. */
const STOPPED = /^\d+ \(.*\) T /s;

function readProcess(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    // Gone, or no Linux.
    return '';
  }
}

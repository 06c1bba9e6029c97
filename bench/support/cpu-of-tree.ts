import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

/** CPU that a process and all that it started have used so far, as Linux counts it: in steps of 10 ms. */
export function readTreeCpuMs(pid: number): number {
  const usedByParent = new Map<number, { pid: number; cpuMs: number }[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const used = readUse(Number(name));
    if (used) usedByParent.set(used.parent, [...(usedByParent.get(used.parent) ?? []), used]);
  }
  const sum = (parent: number): number =>
    (usedByParent.get(parent) ?? []).reduce((total, child) => total + child.cpuMs + sum(child.pid), 0);
  return (readUse(pid)?.cpuMs ?? 0) + sum(pid);
}

/** Those of its children that have ended count as its own. */
function readUse(pid: number): { pid: number; parent: number; cpuMs: number } | undefined {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It has just ended.
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
  return { pid, parent: Number(fields[1]), cpuMs: ticks * MS_PER_TICK };
}

import type { Scan } from '@jetstream/api-contract';

export interface ScanTotals {
  isScanning: boolean;
  filesSeen: number;
  /** Null until the listing of every running scan is complete. */
  filesTotal: number | null;
  filesAdded: number;
  filesFailed: number;
  filesPerSecond: number;
  remainingMs: number | null;
  /** From 0 to 1, null while the total is unknown. */
  progress: number | null;
}

const isLive = (scan: Scan) => scan.state === 'queued' || scan.state === 'running';

/** Several scans told as one: counts and rates add up, the time left is the longest. */
export function scanTotals(scans: readonly Scan[]): ScanTotals {
  const live = scans.filter(isLive);
  const sum = (pick: (scan: Scan) => number, of: readonly Scan[] = scans) =>
    of.reduce((total, scan) => total + pick(scan), 0);
  const isTotalKnown = scans.length > 0 && scans.every((scan) => scan.filesTotal !== null);
  const filesTotal = isTotalKnown ? sum((scan) => scan.filesTotal ?? 0) : null;
  const filesSeen = sum((scan) => scan.filesSeen);
  const remaining = live.map((scan) => scan.remainingMs);
  return {
    isScanning: live.length > 0,
    filesSeen,
    filesTotal,
    filesAdded: sum((scan) => scan.filesAdded),
    filesFailed: sum((scan) => scan.filesFailed),
    filesPerSecond: sum((scan) => scan.filesPerSecond, live),
    remainingMs: remaining.length === 0 || remaining.includes(null) ? null : Math.max(...remaining.map(Number)),
    progress: filesTotal === null ? null : filesTotal === 0 ? 1 : Math.min(1, filesSeen / filesTotal),
  };
}

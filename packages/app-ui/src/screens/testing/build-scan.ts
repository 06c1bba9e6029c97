import type { Scan } from '@jetstream/api-contract';

export function buildScan(changes: Partial<Scan> = {}): Scan {
  return {
    id: 's1',
    libraryId: 'l1',
    state: 'running',
    phase: 'reading',
    isFull: false,
    filesTotal: 100,
    filesSeen: 25,
    filesUnchanged: 0,
    filesAdded: 20,
    filesUpdated: 0,
    filesMoved: 0,
    filesMissing: 0,
    filesFailed: 5,
    filesPerSecond: 10,
    remainingMs: 7500,
    startedAt: null,
    endedAt: null,
    error: null,
    ...changes,
  };
}
